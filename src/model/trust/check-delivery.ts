import { CacertsDelivery, CacertsProps } from '../../description/cacerts-props';
import { checkOptions } from '../../description/check-cacerts-options';
import { PkiLock } from '../../description/locks/pki-lock';
import { Problems } from '../../problems/problems';
import { IstioVersion } from '../../values/istio-version';

const { EXISTING_SECRET, EXTERNAL_SECRET, SEALED_SECRET, SOPS, CERT_MANAGER, PLAINTEXT_SECRET } =
  CacertsDelivery;

/** What a delivery depends on. @internal */
export interface DeliveryContext {
  /** required with a lock */
  readonly cluster?: string;
  /** undefined when the version is not known */
  readonly istio?: IstioVersion;
  /** undefined when there is none, or when the certificates are not from there */
  readonly lock?: PkiLock;
  /** the lock cannot be read, which was reported: what it would have given is not reported too */
  readonly isLockMissing?: boolean;
}

/** The option of each delivery. */
const OPTION_OF = {
  [EXISTING_SECRET]: undefined,
  [EXTERNAL_SECRET]: 'externalSecret',
  [SEALED_SECRET]: 'sealedSecret',
  [SOPS]: 'sops',
  [CERT_MANAGER]: 'certManager',
  [PLAINTEXT_SECRET]: 'plaintextPrivateKey',
} as const satisfies { readonly [delivery in CacertsDelivery]: keyof CacertsProps | undefined };

/** Deliveries that bring the certificates along. */
const CARRIERS: readonly CacertsDelivery[] = [SEALED_SECRET, SOPS, PLAINTEXT_SECRET];

/** Deliveries whose private key may come from the lock, and the option that puts it there. */
const SEALED_WITH: { readonly [delivery in CacertsDelivery]?: string } = {
  [SEALED_SECRET]: '--certificate FILE',
  [SOPS]: '--age RECIPIENT',
};

/** Istio 1.15 learned to read a Secret of the type `kubernetes.io/tls`. */
const FIRST_WITH_TLS_SECRETS = 15;

/**
 * Whether the props have everything that the delivery needs, and nothing that it has no use for.
 *
 * @param props together with what the lock has
 * @internal
 */
export function checkDelivery(
  delivery: CacertsDelivery,
  props: CacertsProps,
  context: DeliveryContext,
  problems: Problems,
): void {
  checkOption(delivery, props, context, problems);
  checkUnused(delivery, props, problems);
  checkOptions(props, problems);
  const { istio, lock, isLockMissing } = context;
  const isKnown =
    props.certificates || props.certificatesDirectory !== undefined || lock || isLockMissing;
  if (CARRIERS.includes(delivery) && !isKnown) {
    problems.report('MESH714', `the delivery "${delivery}" has no certificates to deliver`);
  }
  const place = problems.at('delivery');
  if (delivery === CERT_MANAGER && istio && istio.minor < FIRST_WITH_TLS_SECRETS) {
    place.report('MESH720', `Istio ${istio.text} cannot read a Secret that cert-manager writes`);
  }
  if (delivery === PLAINTEXT_SECRET) {
    place.report('MESH736', "the private key of the cluster's CA is written in plaintext");
  }
}

function checkOption(
  delivery: CacertsDelivery,
  props: CacertsProps,
  { cluster, lock, isLockMissing }: DeliveryContext,
  problems: Problems,
): void {
  const option = OPTION_OF[delivery];
  const sealedWith = SEALED_WITH[delivery];
  if (option === undefined || props[option] !== undefined) {
    return;
  }
  if (sealedWith !== undefined && lock) {
    problems.report(
      'MESH716',
      `the lock file has no private key of "${cluster}" for the delivery "${delivery}"`,
      `Run \`mesh ca seal ${cluster} ${sealedWith}\`.`,
    );
  } else if (sealedWith === undefined || !isLockMissing) {
    problems.report('MESH701', `the delivery "${delivery}" needs \`${option}\``);
  }
}

function checkUnused(delivery: CacertsDelivery, props: CacertsProps, problems: Problems): void {
  for (const [other, option] of Object.entries(OPTION_OF)) {
    if (option !== undefined && option !== OPTION_OF[delivery] && props[option] !== undefined) {
      problems
        .at(option)
        .report(
          'MESH701',
          `\`${option}\` is of no use with the delivery "${delivery}"`,
          `Set \`delivery: ${other}\`, or leave it out.`,
        );
    }
  }
}
