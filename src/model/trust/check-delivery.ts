import { checkOptions } from './check-options';
import { CacertsDelivery, CacertsProps } from '../../description/cacerts-props';
import { PkiLock } from '../../description/locks/pki-lock';
import { Problems } from '../../problems/problems';
import { IstioVersion } from '../../values/istio-version';

/** What a delivery depends on. @internal */
export interface DeliveryContext {
  readonly cluster?: string;
  /** undefined when the version is not known */
  readonly istio?: IstioVersion;
  /** undefined when the mesh has none */
  readonly lock?: PkiLock;
  /** the lock cannot be read, which was reported: what it would have given is not reported too */
  readonly isLockMissing?: boolean;
}

/** Which option belongs to which delivery. */
const OPTIONS = {
  externalSecret: CacertsDelivery.EXTERNAL_SECRET,
  certManager: CacertsDelivery.CERT_MANAGER,
  plaintextPrivateKey: CacertsDelivery.PLAINTEXT_SECRET,
  sealedSecret: CacertsDelivery.SEALED_SECRET,
  sops: CacertsDelivery.SOPS,
} as const;

/**
 * Whether everything is there that a delivery needs, and nothing that it has no use for.
 *
 * @internal
 */
export function checkDelivery(
  props: CacertsProps,
  { istio, cluster, lock, isLockMissing }: DeliveryContext,
  problems: Problems,
): void {
  for (const option of Object.keys(OPTIONS) as Array<keyof typeof OPTIONS>) {
    const isFromLock = option === 'sealedSecret' || option === 'sops';
    if (
      props.delivery === OPTIONS[option] &&
      props[option] === undefined &&
      !(isFromLock && isLockMissing)
    ) {
      reportMissing(option, isFromLock && lock ? cluster : undefined, problems);
    }
    if (props.delivery !== OPTIONS[option] && props[option] !== undefined) {
      problems
        .at(option)
        .report(
          'MESH701',
          `\`${option}\` is of no use with the delivery "${props.delivery}"`,
          `Set \`delivery: ${OPTIONS[option]}\`, or leave it out.`,
        );
    }
  }
  const isKnown =
    props.certificates || props.certificatesDirectory !== undefined || lock || isLockMissing;
  if (props.delivery && CARRIERS.includes(props.delivery) && !isKnown) {
    problems.report('MESH714', `the delivery "${props.delivery}" has no certificates to deliver`);
  }
  checkOptions(props, problems);
  if (
    props.delivery === CacertsDelivery.CERT_MANAGER &&
    istio &&
    istio.minor < FIRST_WITH_TLS_SECRETS
  ) {
    problems
      .at('delivery')
      .report('MESH720', `Istio ${istio.text} does not read a Secret as cert-manager writes it`);
  }
  if (props.delivery === CacertsDelivery.PLAINTEXT_SECRET && isCi()) {
    problems
      .at('delivery')
      .report('MESH715', "the private key of the cluster's CA would be written as it is");
  }
}

/** Istio 1.15 took the form of `kubernetes.io/tls`. */
const FIRST_WITH_TLS_SECRETS = 15;

/**
 * GitHub, GitLab and most others set the first; Jenkins, Azure Pipelines, TeamCity, AWS CodeBuild
 * and Argo CD have their own.
 */
const CI_VARIABLES = [
  'CI',
  'JENKINS_URL',
  'TF_BUILD',
  'TEAMCITY_VERSION',
  'CODEBUILD_BUILD_ID',
  'ARGOCD_APP_NAME',
];

/** It decides about a refusal only, never about the output. */
const isCi = (): boolean =>
  CI_VARIABLES.some(name => !['', 'false', '0'].includes(process.env[name] ?? ''));

/** They bring the public files with them. */
const CARRIERS = [
  CacertsDelivery.SEALED_SECRET,
  CacertsDelivery.SOPS,
  CacertsDelivery.PLAINTEXT_SECRET,
];

function reportMissing(
  option: keyof typeof OPTIONS,
  lockedCluster: string | undefined,
  problems: Problems,
): void {
  if (lockedCluster === undefined) {
    problems.report('MESH701', `the delivery "${OPTIONS[option]}" needs \`${option}\``);
  } else {
    const flag = option === 'sops' ? '--age RECIPIENT' : '--certificate FILE';
    problems.report(
      'MESH716',
      `the lock file has no private key of "${lockedCluster}" for the delivery "${OPTIONS[option]}"`,
      `Run \`mesh ca seal ${lockedCluster} ${flag}\`.`,
    );
  }
}
