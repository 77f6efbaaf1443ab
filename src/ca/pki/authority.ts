import { createPublicKey, KeyObject } from 'crypto';
import { certificateRequest, issueIntermediate, issueRoot, validFor } from './issue-certificate';
import { algorithmOf, generateKey, KeyAlgorithm } from './key-algorithm';
import {
  certificatesUnder,
  LockedCluster,
  LockedRoot,
  PkiLock,
} from '../../description/locks/pki-lock';
import { CA_POLICY } from '../../model/trust/ca-policy';
import { checkCertificates } from '../../model/trust/check-certificates';
import { Problems } from '../../problems/problems';
import { Certificate } from '../../x509/certificate';
import { checkCa, checkRoot } from '../../x509/check-ca';
import { Chain } from '../../x509/check-chain';
import { pem } from '../../x509/pem';
import { readCertificates } from '../../x509/read-certificates';

/** What a new certificate shall be. @internal */
export interface CertificateOptions {
  readonly algorithm: KeyAlgorithm;
  readonly days: number;
  readonly organization: string;
}

/** What a new intermediate shall be. @internal */
export interface IntermediateOptions extends CertificateOptions {
  /** where istiod runs */
  readonly namespace: string;
}

/** The options that a certificate was made with, for its successor. @internal */
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

/** Takes a root that is kept elsewhere. Undefined after reporting. @internal */
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
  checkCa(certificate, CA_POLICY, now, problems);
  return { id, certificate: pem('CERTIFICATE', certificate.der) };
}

/** An id that no root of the lock has: `root-1`, `root-2`, … @internal */
export function nextRootId(lock: PkiLock | undefined): string {
  const numbers = (lock?.roots ?? []).map(({ id }) => Number(/^root-(\d+)$/.exec(id)?.[1] ?? 0));
  return `root-${Math.max(0, ...numbers) + 1}`;
}

/** An intermediate and its private key. @internal */
export interface Issued {
  readonly key: KeyObject;
  readonly cluster: LockedCluster;
}

/** Makes a private key for a cluster, and signs an intermediate for it. @internal */
export function issueFor(
  cluster: string,
  lock: PkiLock,
  signer: KeyObject,
  options: IntermediateOptions,
  now: Date,
): Issued {
  const key = generateKey(options.algorithm);
  const root = signerOf(lock);
  const { notBefore, notAfter } = validFor(options.days, now);
  const certificate = issueIntermediate(
    key,
    nameOf(cluster, options),
    hostOf(options),
    { notBefore: notBefore < root.notBefore ? root.notBefore : notBefore, notAfter },
    { certificate: root, key: signer },
  );
  return {
    key,
    cluster: { root: lock.signer, caCert: pem('CERTIFICATE', certificate.der), between: [] },
  };
}

/** Makes a private key for a cluster, and a request to be signed with the root. @internal */
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
  const [caCert, ...above] = readCertificates(text, 'the signed certificate', problems).map(
    ({ der }) => pem('CERTIFICATE', der),
  );
  if (caCert === undefined) {
    return undefined;
  }
  const roots = new Set(lock.roots.map(({ certificate }) => certificate));
  const between = above.filter(certificate => !roots.has(certificate));
  const chain = checkCertificates(certificatesUnder(lock, { caCert, between }), now, problems);
  if (!chain) {
    return undefined;
  }
  const root = rootOf(chain, lock);
  checkSignedAs(chain, key, root, lock, problems);
  return root && { root: root.id, caCert, between };
}

function rootOf({ path }: Chain, { roots }: PkiLock): LockedRoot | undefined {
  const last = pem('CERTIFICATE', path[path.length - 1].der);
  return roots.find(({ certificate }) => certificate === last);
}

function checkSignedAs(
  { signing }: Chain,
  key: KeyObject,
  root: LockedRoot | undefined,
  { signer }: PkiLock,
  problems: Problems,
): void {
  if (!isKeyOf(key, signing)) {
    problems.report('MESH734', `"${signing.name}" was not signed for the key of the request`);
  }
  if (root && root.id !== signer) {
    problems.report('MESH734', `"${signing.name}" is under "${root.id}", but "${signer}" signs`);
  }
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

/** Istio's own tooling names its intermediates like the address of istiod. */
const hostOf = ({ namespace }: IntermediateOptions): string => `istiod.${namespace}.svc`;
