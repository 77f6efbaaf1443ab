import { Certificate, CertificateOptions, Openssl } from './openssl';

/** One case, before it stands in a directory. */
export interface ChainRow {
  readonly name: string;
  readonly files: {
    readonly caCert: string;
    readonly certChain: string;
    readonly rootCert: string;
  };
  readonly key: string;
  readonly verdicts: Verdicts;
  readonly expected?: string;
}

/**
 * Peers judge a workload's certificate that istiod signed; without one there is nothing to judge.
 */
export interface Verdicts {
  readonly openssl: 'ok' | 'fails';
  readonly istiod: 'ok' | 'fails';
  readonly peers?: 'ok' | 'fails';
}

export const ALL_OK: Verdicts = { openssl: 'ok', istiod: 'ok', peers: 'ok' };
export const BOTH_FAIL: Verdicts = { openssl: 'fails', istiod: 'fails' };
/** istiod refuses what OpenSSL takes. */
export const ISTIOD_FAILS: Verdicts = { openssl: 'ok', istiod: 'fails' };
/** Departs from RFC 5280, without effect in a mesh. */
export const STRICT_FAILS: Verdicts = { openssl: 'fails', istiod: 'ok', peers: 'ok' };
/** istiod starts, and no workload can talk to another. */
export const PEERS_FAIL: Verdicts = { openssl: 'ok', istiod: 'ok', peers: 'fails' };
export const STRICT_AND_PEERS_FAIL: Verdicts = { openssl: 'fails', istiod: 'ok', peers: 'fails' };

/** A sound PKI, from which each case departs in one point. */
export interface Authorities {
  readonly openssl: Openssl;
  readonly root: Certificate;
  /** an intermediate of the organization, under the root */
  readonly org: Certificate;
  /** the intermediate of a cluster, under the root */
  readonly cluster: Certificate;
  /** the intermediate of a cluster, under that of the organization */
  readonly deep: Certificate;
  readonly otherRoot: Certificate;
}

const ROOT = ['O = Istio', 'CN = Root CA'];
const CLUSTER = ['O = Istio', 'CN = Intermediate CA', 'L = cluster1'];
const ORG = ['O = Istio', 'CN = Organization CA'];

export const rootOptions: CertificateOptions = { subject: ROOT, key: 'root', days: 3650 };
export const orgOptions = (issuer: Certificate): CertificateOptions => ({
  subject: ORG,
  key: 'org',
  issuer,
  basicConstraints: 'critical, CA:true, pathlen:1',
  days: 1825,
});
export const clusterOptions = (issuer: Certificate): CertificateOptions => ({
  subject: CLUSTER,
  key: 'cluster',
  issuer,
});

export function authorities(openssl: Openssl): Authorities {
  ['cluster', 'root', 'org', 'other'].forEach(name =>
    openssl.key(name, name === 'cluster' ? 'P-256' : 'P-384'),
  );
  const root = openssl.certificate(rootOptions);
  const org = openssl.certificate(orgOptions(root));
  return {
    openssl,
    root,
    org,
    cluster: openssl.certificate(clusterOptions(root)),
    deep: openssl.certificate(clusterOptions(org)),
    otherRoot: openssl.certificate({
      ...rootOptions,
      subject: ['O = Istio', 'CN = Next Root CA'],
      key: 'other',
    }),
  };
}

export const pem = (...certificates: Certificate[]) =>
  certificates.map(certificate => certificate.pem).join('');

/** ca-cert.pem is the first of the chain. */
export function chainOf(
  name: string,
  chain: readonly Certificate[],
  roots: readonly Certificate[],
  verdicts: Verdicts,
  expected?: string,
): ChainRow {
  return {
    name,
    key: chain[0].options.key,
    files: { caCert: chain[0].pem, certChain: pem(...chain), rootCert: pem(...roots) },
    verdicts,
    expected,
  };
}

/** Name, in what one certificate departs, verdicts, what a check should find. */
export type Departure = readonly [
  name: string,
  change: Partial<CertificateOptions>,
  verdicts: Verdicts,
  expected?: string,
];

/** The certificate of the cluster is other than it should be. */
export function clusterCases(
  { openssl, root }: Authorities,
  departures: readonly Departure[],
): ChainRow[] {
  return departures.map(([name, change, verdicts, expected]) =>
    chainOf(
      name,
      [openssl.certificate({ ...clusterOptions(root), ...change }), root],
      [root],
      verdicts,
      expected,
    ),
  );
}

/** The root is other than it should be. */
export function rootCases({ openssl }: Authorities, departures: readonly Departure[]): ChainRow[] {
  return departures.map(([name, change, verdicts, expected]) => {
    const root = openssl.certificate({ ...rootOptions, ...change });
    return chainOf(
      name,
      [openssl.certificate(clusterOptions(root)), root],
      [root],
      verdicts,
      expected,
    );
  });
}

/** The intermediate of the organization, between the two, is other than it should be. */
export function orgCases(
  { openssl, root }: Authorities,
  departures: readonly Departure[],
): ChainRow[] {
  return departures.map(([name, change, verdicts, expected]) => {
    const org = openssl.certificate({ ...orgOptions(root), ...change });
    return chainOf(
      name,
      [openssl.certificate(clusterOptions(org)), org, root],
      [root],
      verdicts,
      expected,
    );
  });
}
