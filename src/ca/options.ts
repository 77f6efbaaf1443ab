import { checkOrganization } from './check-organization';
import { DEFAULTS } from './defaults';
import { CertificateOptions, IntermediateOptions, optionsOf, signingOf } from './pki/authority';
import { KeyAlgorithm } from './pki/key-algorithm';
import { SealingScope } from './sealing/sealed-secret';
import { UsageError } from './usage-error';
import { LockedCluster } from '../description/locks/pki-lock';
import { Problems } from '../problems/problems';
import { checkIstioNamespace } from '../values/names';
import { OutputFormat } from '../values/output-format';

/** What the command line says, as far as a command has a use for it. @internal */
export interface CaOptions {
  readonly names: readonly string[];
  readonly lock: string;
  readonly keys?: string;
  readonly algorithm?: KeyAlgorithm;
  readonly days?: number;
  readonly organization?: string;
  readonly namespace?: string;
  readonly root?: string;
  readonly signed?: string;
  readonly certificate?: string;
  readonly scope: SealingScope;
  readonly age: readonly string[];
  /** fingerprints of recipients that the operator has looked at */
  readonly confirmRecipients: readonly string[];
  readonly from?: string;
  readonly output: OutputFormat;
}

/** What a root is to be. Reports what it cannot be. @internal */
export function rootOptions(
  {
    algorithm = DEFAULTS.algorithm,
    organization = DEFAULTS.organization,
    days = DEFAULTS.rootDays,
  }: CaOptions,
  problems: Problems,
): CertificateOptions {
  checkOrganization(organization, problems);
  return { algorithm, organization, days };
}

/**
 * What an intermediate is to be: where nothing is said, like the one before it. Reports what it
 * cannot be.
 *
 * @internal
 */
export function intermediateOptions(
  options: CaOptions,
  before: LockedCluster | undefined,
  problems: Problems,
): IntermediateOptions {
  const known = knownOf(before);
  const {
    algorithm = known.algorithm ?? DEFAULTS.algorithm,
    organization = known.organization ?? DEFAULTS.organization,
    days = DEFAULTS.intermediateDays,
  } = options;
  checkOrganization(organization, problems);
  return { algorithm, organization, days, namespace: namespaceOf(options, before, problems) };
}

/** Where istiod runs. Reports what cannot be a namespace. @internal */
export function namespaceOf(
  options: CaOptions,
  before: LockedCluster | undefined,
  problems: Problems,
): string {
  const namespace = options.namespace ?? knownOf(before).namespace ?? DEFAULTS.namespace;
  checkIstioNamespace(namespace, 'namespace', problems);
  return namespace;
}

const knownOf = (before: LockedCluster | undefined): Partial<IntermediateOptions> =>
  before ? optionsOf(signingOf(before)) : {};

/** An option that the command cannot do without. @throws UsageError @internal */
export function required(value: string | undefined, option: string): string {
  if (value === undefined) {
    throw new UsageError(`${option} is missing`);
  }
  return value;
}
