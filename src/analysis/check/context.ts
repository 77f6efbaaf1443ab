import { Findings } from './finding';
import { Live } from './live';
import { Written } from './written';
import { Code } from '../../problems/codes';
import { CaPolicy } from '../../x509/check-ca';
import { Manifest, objectText, Source } from '../world/manifest';

/** The certificates that a cluster's `cacerts` should hold, as PEM. @internal */
export interface CacertsFiles {
  readonly caCert: string;
  readonly certChain: string;
  readonly rootCert: string;
}

/** What is known from elsewhere. @internal */
export interface Given {
  /** when certificates must be valid */
  readonly at: Date;
  /** what a CA must be */
  readonly policy: CaPolicy;
  /** of each cluster of the PKI */
  readonly pki: ReadonlyMap<string, CacertsFiles>;
  /** where the PKI is written down */
  readonly pkiFile?: string;
  /** objects of others that are meant to be there, as `<kind>/<namespace>/<name>` */
  readonly accepted: ReadonlySet<string>;
  /** addresses of names, as far as they were looked up */
  readonly addresses: ReadonlyMap<string, readonly string[]>;
}

/** What a check of one cluster works with. @internal */
export interface Context extends Given {
  readonly written: Written;
  readonly live: Live;
  readonly findings: Findings;
}

/**
 * Says that an object is missing, or that it was not seen.
 *
 * @param code of the one that is missing
 * @param source where it was written
 * @internal
 */
export function missing(
  code: Code,
  object: Pick<Manifest, 'group' | 'kind' | 'namespace' | 'name'>,
  context: Context,
  source?: Source,
): void {
  const { group, kind, namespace } = object;
  const text = objectText(object);
  if (context.live.sees(group, kind, namespace)) {
    context.findings.report(code, text, 'is missing', source);
  } else {
    unseen(context, text, source);
  }
}

/** Says that something was not seen, which is not the same as that it is missing. @internal */
export function unseen({ findings }: Context, object: string, source?: Source): void {
  findings.report(
    'MESH894',
    object,
    'is not in what was seen of the cluster, which may not have been asked for it',
    source,
  );
}
