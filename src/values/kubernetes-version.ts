import { IstioVersion, kubernetesFloor } from './istio-version';
import { Problems } from '../problems/problems';

/** Minor number of a Kubernetes 1.x version. @internal */
export type KubernetesMinor = number;

/**
 * Reads a Kubernetes version and holds it against the floor of the cluster's Istio. Returns
 * undefined when none was given or it is wrong.
 *
 * @internal
 */
export function kubernetesMinor(
  text: string | undefined,
  istio: IstioVersion | undefined,
  problems: Problems,
): KubernetesMinor | undefined {
  if (text === undefined) {
    return undefined;
  }
  const match = /^v?1\.(\d+)(?:\.\d+)?(?:[-+][0-9A-Za-z.+-]+)?$/.exec(text);
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
  return minor;
}

/** A patch release of Kubernetes 1. @internal */
export interface PatchRelease {
  readonly minor: number;
  readonly patch: number;
}

/**
 * True when a version is older than a release. Without a patch it is taken for the last one of its
 * minor.
 *
 * @internal
 */
export function isOlderKubernetes(text: string, release: PatchRelease): boolean {
  const [, minor, patch = Infinity] = /^v?1\.(\d+)(?:\.(\d+))?/.exec(text) ?? [];
  return (
    Number(minor) < release.minor ||
    (Number(minor) === release.minor && Number(patch) < release.patch)
  );
}
