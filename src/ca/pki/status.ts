import { nextStep } from './rotation';
import { lockedCertificates, PkiLock } from '../../description/locks/pki-lock';
import { Problems } from '../../problems/problems';
import { byText } from '../../values/order';
import { Certificate } from '../../x509/certificate';
import { daysLeft, ExpiryState, expiryState } from '../../x509/expiry';
import { readCertificates } from '../../x509/read-certificates';

/** One certificate and its state. @internal */
export interface CertificateStatus {
  /** the cluster, or the id of a root */
  readonly of: string;
  readonly kind: 'root' | 'between' | 'intermediate';
  readonly name: string;
  readonly fingerprint: string;
  readonly notAfter: string;
  readonly daysLeft: number;
  readonly state: ExpiryState;
  /** the deliveries that the private key is encrypted for */
  readonly sealed: readonly string[];
}

/** @internal */
export interface PkiStatus {
  readonly signer: string;
  readonly certificates: readonly CertificateStatus[];
  readonly rotation?: {
    readonly phase: string;
    readonly since: string;
    readonly waitingFor: readonly string[];
    readonly next: string;
  };
}

/** @internal */
export function pkiStatus(lock: PkiLock, at: Date): PkiStatus {
  const { roots, signer, rotation, clusters } = lock;
  const names = Object.keys(clusters).sort(byText(name => name));
  const status = (
    of: string,
    kind: CertificateStatus['kind'],
    certificate: Certificate,
    sealed: string[] = [],
  ): CertificateStatus => ({
    of,
    kind,
    name: certificate.name,
    fingerprint: certificate.fingerprint,
    notAfter: certificate.notAfter.toISOString(),
    daysLeft: daysLeft(certificate, at),
    state: expiryState(certificate, at),
    sealed,
  });
  return {
    signer,
    certificates: [
      ...roots.flatMap(({ id, certificate }) =>
        read(certificate).map(root => status(id, 'root', root)),
      ),
      ...names.flatMap(name =>
        read(lockedCertificates(lock, name)!.certChain).map((certificate, i) =>
          i === 0
            ? status(name, 'intermediate', certificate, sealedFor(lock, name))
            : status(name, 'between', certificate),
        ),
      ),
    ],
    rotation: rotation && {
      phase: rotation.phase,
      since: rotation.since,
      waitingFor: names.filter(name => !Object.hasOwn(rotation.confirmed, name)),
      next: nextStep(rotation.phase),
    },
  };
}

/** The clusters whose intermediate is due for renewal or has ended. @internal */
export function dueClusters(lock: PkiLock, at: Date): string[] {
  return pkiStatus(lock, at)
    .certificates.filter(({ kind, state }) => kind === 'intermediate' && state !== 'ok')
    .map(({ of }) => of);
}

function sealedFor({ clusters }: PkiLock, name: string): string[] {
  const { sealedSecret, sops } = clusters[name].sealing ?? {};
  return [sealedSecret && 'sealed-secret', sops && 'sops'].filter(form => form !== undefined);
}

const read = (text: string): Certificate[] => readCertificates(text, 'the lock', new Problems());
