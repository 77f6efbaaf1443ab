import { IstioVersion, kubernetesFloor } from './istio-version';
import { Problems } from '../problems/problems';

/** A version 1.minor[.patch] of Kubernetes. @internal */
export interface KubernetesVersion {
  readonly text: string;
  readonly minor: number;
  /** undefined if only major and minor were given */
  readonly patch?: number;
}

/** @internal */
export const KUBERNETES_VERSION = /^v?1\.(\d+)(?:\.(\d+))?(?:[-+][0-9A-Za-z.+-]+)?$/;

/**
 * Reads a Kubernetes version and checks that the cluster's Istio supports it. Returns undefined if
 * none was given, or after reporting that it is none.
 *
 * @internal
 */
export function kubernetesVersion(
  text: string | undefined,
  istio: IstioVersion | undefined,
  problems: Problems,
): KubernetesVersion | undefined {
  if (text === undefined) {
    return undefined;
  }
  const match = KUBERNETES_VERSION.exec(text);
  if (!match) {
    problems.report('MESH506', `"${text}" is not a Kubernetes version`);
    return undefined;
  }
  const minor = Number(match[1]);
  if (istio && minor < kubernetesFloor(istio)) {
    problems.report(
      'MESH505',
      `Kubernetes "${text}" is older than 1.${kubernetesFloor(istio)}, which Istio ${istio.text} needs`,
    );
  }
  return { text, minor, patch: match[2] === undefined ? undefined : Number(match[2]) };
}

/**
 * True if a version is older than a patch release. A version without a patch counts as the last
 * patch of its minor.
 *
 * @internal
 */
export function isOlderKubernetes(
  { minor, patch = Infinity }: KubernetesVersion,
  release: { readonly minor: number; readonly patch: number },
): boolean {
  return minor < release.minor || (minor === release.minor && patch < release.patch);
}
