import { DnsObject, reportTwice } from './existing';
import { coreDnsOf, kubeadmCorefile, KNOWN_MINORS } from '../../corefile/kubeadm-corefile';
import { lintCorefile } from '../../corefile/lint';
import { modernize } from '../../corefile/modernize';
import { checkOwnNames } from '../../corefile/own-names';
import { Corefile, parseCorefile } from '../../corefile/parser';
import { CoreDnsVersion, coreDnsVersion } from '../../corefile/version';
import { Platform } from '../../description/platform';
import { Problems } from '../../problems/problems';
import { KubernetesVersion } from '../../values/kubernetes-version';

/** What a description says about the present Corefile. @internal */
export interface CorefileSource {
  readonly platform: Platform;
  readonly clusterDomain: string;
  readonly corefile?: string;
  /** the Corefile of the object that is there */
  readonly existing?: { readonly object: DnsObject; readonly text: string };
  /** the Corefile is the one that kubeadm wrote */
  readonly byDefault?: {
    /** the Kubernetes version that it wrote it for; undefined when it was reported as wrong */
    readonly kubernetes?: KubernetesVersion;
    /** the key of the description that says so */
    readonly key: string;
  };
  readonly coreDnsVersion?: string;
  readonly modernize?: boolean;
}

/**
 * The present Corefile of a cluster: read, fitted to the version of CoreDNS if that is wanted, and
 * checked against it. Undefined after reporting.
 *
 * @internal
 */
export function presentCorefile(source: CorefileSource, problems: Problems): Corefile | undefined {
  const text = textOf(source, problems);
  const version = versionOf(source, problems);
  if (text === undefined) {
    return undefined;
  }
  const at = problems.at(source.existing ? 'existing' : 'corefile');
  const written = parseCorefile(text, at);
  const corefile =
    written && version && source.modernize ? modernize(written, version, at) : written;
  if (corefile) {
    checkOwnNames(corefile, source.clusterDomain, at);
  }
  if (corefile && version) {
    lintCorefile(corefile, version, at);
  }
  return corefile;
}

function textOf(source: CorefileSource, problems: Problems): string | undefined {
  const { corefile, existing, byDefault, platform } = source;
  if (existing && (corefile !== undefined || byDefault)) {
    reportTwice(corefile === undefined ? byDefault!.key : 'corefile', existing.object, problems);
  }
  if (byDefault && corefile !== undefined) {
    problems
      .at(byDefault.key)
      .report(
        'MESH603',
        'there are both a Corefile and a version whose default it would be',
        'Keep one of the two.',
      );
  }
  if (corefile === undefined && !existing && !byDefault) {
    problems
      .at('corefile')
      .report(
        'MESH603',
        `platform "${platform}" keeps the whole Corefile in one place, and the present one is not known`,
      );
  }
  return existing?.text ?? corefile ?? defaultText(source, problems);
}

function defaultText(
  { byDefault, clusterDomain }: CorefileSource,
  problems: Problems,
): string | undefined {
  if (!byDefault?.kubernetes) {
    return undefined;
  }
  const text = kubeadmCorefile(byDefault.kubernetes.minor, clusterDomain);
  if (text === undefined) {
    const { first, last } = KNOWN_MINORS;
    problems
      .at(byDefault.key)
      .report(
        'MESH603',
        `the default Corefile of Kubernetes "${byDefault.kubernetes.text}" is not known, only those of 1.${first} to 1.${last}`,
      );
  }
  return text;
}

function versionOf(source: CorefileSource, problems: Problems): CoreDnsVersion | undefined {
  if (source.coreDnsVersion !== undefined) {
    return coreDnsVersion(source.coreDnsVersion, problems.at('coreDnsVersion'));
  }
  const { kubernetes } = source.byDefault ?? {};
  return kubernetes && coreDnsOf(kubernetes.minor);
}
