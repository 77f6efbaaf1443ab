import { createPublicKey, KeyObject } from 'crypto';
import { certificateRequest, issueIntermediate, issueRoot, validFor } from './issue-certificate';
import { algorithmOf, generateKey, KeyAlgorithm } from './key-algorithm';
import { LockedCluster, LockedRoot, PkiLock, rootCert } from '../../description/locks/pki-lock';
import { Problems } from '../../problems/problems';
import { Certificate } from '../../x509/certificate';
import { checkSigner } from '../../x509/check-certificate';
import { CacertsFiles, checkChain, checkRoot } from '../../x509/check-chain';
import { pem } from '../../x509/pem';
import { readCertificates } from '../../x509/read-certificates';

/** What a new certificate is to be. @internal */
export interface CertificateOptions {
  readonly algorithm: KeyAlgorithm;
  readonly days: number;
  readonly organization: string;
}

/** What a new intermediate is to be. @internal */
export interface IntermediateOptions extends CertificateOptions {
  /** where istiod runs */
  readonly namespace: string;
}

/** As a certificate is, for its successor. @internal */
export function optionsOf({ x509, dnsNames }: Certificate): Partial<IntermediateOptions> {
  return {
    algorithm: algorithmOf(x509.publicKey),
    organization: [x509.toLegacyObject().subject.O].flat()[0],
    namespace: dnsNames
      .map(host => /^istiod\.([^.]+)\.svc$/.exec(host)?.[1])
      .find(namespace => namespace !== undefined),
  };
}

/** Makes a root. @internal */
export function newRoot(
  id: string,
  { algorithm, days, organization }: CertificateOptions,
  now: Date,
): LockedRoot & { readonly key: KeyObject } {
  const key = generateKey(algorithm);
  const { der } = issueRoot(
    key,
    { organization, commonName: `Root CA ${id}` },
    validFor(days, now),
  );
  return { id, certificate: pem('CERTIFICATE', der), key };
}

/** Takes a root that somebody else keeps. Undefined after reporting. @internal */
export function adoptRoot(
  id: string,
  text: string,
  now: Date,
  problems: Problems,
): LockedRoot | undefined {
  const [certificate, ...others] = readCertificates(text, 'the root', problems);
  if (!certificate) {
    return undefined;
  }
  if (others.length > 0) {
    problems.report(
      'MESH712',
      `there are ${others.length + 1} certificates where one root was expected`,
      'Give the file of the root alone.',
    );
  }
  checkRoot(certificate, problems);
  checkSigner(certificate, `"${certificate.name}"`, now, problems);
  return { id, certificate: pem('CERTIFICATE', certificate.der) };
}

/** A name that no root of the lock has had: `root-1`, `root-2`, … @internal */
export function nextRootId(lock: PkiLock | undefined): string {
  const numbers = (lock?.roots ?? []).map(({ id }) => Number(/^root-(\d+)$/.exec(id)?.[1] ?? 0));
  return `root-${Math.max(0, ...numbers) + 1}`;
}

/** A certificate and the key that belongs to it. @internal */
export interface Issued {
  readonly key: KeyObject;
  readonly cluster: LockedCluster;
}

/** Makes a key for a cluster and signs its intermediate. @internal */
export function issueFor(
  cluster: string,
  lock: PkiLock,
  signer: KeyObject,
  options: IntermediateOptions,
  now: Date,
): Issued {
  const key = generateKey(options.algorithm);
  const certificate = issueIntermediate(
    key,
    nameOf(cluster, options),
    hostOf(options),
    validFor(options.days, now),
    { certificate: signerOf(lock), key: signer },
  );
  return {
    key,
    cluster: { root: lock.signer, caCert: pem('CERTIFICATE', certificate.der), between: [] },
  };
}

/** Makes a key for a cluster, and a request for whoever keeps the root. @internal */
export function requestFor(
  cluster: string,
  options: IntermediateOptions,
): { readonly key: KeyObject; readonly request: string } {
  const key = generateKey(options.algorithm);
  return {
    key,
    request: pem(
      'CERTIFICATE REQUEST',
      certificateRequest(key, nameOf(cluster, options), hostOf(options)),
    ),
  };
}

/**
 * Takes what was signed for a request: the certificate, and behind it the CAs up to the root.
 * Undefined after reporting.
 *
 * @internal
 */
export function acceptFor(
  key: KeyObject,
  text: string,
  lock: PkiLock,
  now: Date,
  problems: Problems,
): LockedCluster | undefined {
  const [own, ...above] = readCertificates(text, 'the signed certificate', problems).map(
    ({ der }) => pem('CERTIFICATE', der),
  );
  if (own === undefined) {
    return undefined;
  }
  const roots = new Set(lock.roots.map(({ certificate }) => certificate));
  const between = above.filter(certificate => !roots.has(certificate));
  const files: CacertsFiles = {
    caCert: own,
    certChain: [own, ...between].join(''),
    rootCert: rootCert(lock),
  };
  const chain = checkChain(files, now, problems);
  if (chain && !isKeyOf(key, chain.signing)) {
    problems.report(
      'MESH734',
      `"${chain.signing.name}" was not signed for the key that was requested`,
    );
  }
  const root =
    chain &&
    lock.roots.find(
      ({ certificate }) =>
        certificate === pem('CERTIFICATE', chain.path[chain.path.length - 1].der),
    );
  if (root && root.id !== lock.signer) {
    problems.report(
      'MESH734',
      `"${chain.signing.name}" is under "${root.id}", but "${lock.signer}" signs`,
    );
  }
  return root && { root: root.id, caCert: own, between };
}

/** The root that signs. @internal */
export function signerOf(lock: PkiLock): Certificate {
  const root = lock.roots.find(({ id }) => id === lock.signer)!;
  return readCertificates(root.certificate, root.id, new Problems())[0];
}

/** The certificate with which a cluster signs. @internal */
export function signingOf({ caCert }: LockedCluster): Certificate {
  return readCertificates(caCert, 'the lock', new Problems())[0];
}

/** @internal */
export const isKeyOf = (key: KeyObject, { x509 }: Certificate): boolean =>
  x509.publicKey.equals(createPublicKey(key));

const nameOf = (cluster: string, { organization }: CertificateOptions) => ({
  organization,
  commonName: 'Intermediate CA',
  locality: cluster,
});

/** Istio's own tooling gives its intermediates the name under which istiod serves. */
const hostOf = ({ namespace }: IntermediateOptions): string => `istiod.${namespace}.svc`;
