import { Problems } from '../problems/problems';

/**
 * The two generations of Istio that have a mechanism: `classic` (1.1 to 1.7), in which an
 * EnvoyFilter rewrites the server name, and `modern` (1.20 and later), with a ServiceEntry in the
 * serving and in the calling clusters.
 *
 * @internal
 */
export type Profile = 'classic' | 'modern';

/** A version 1.minor[.patch] of Istio. @internal */
export interface IstioVersion {
  readonly text: string;
  readonly minor: number;
  /** undefined if only major and minor were given */
  readonly patch?: number;
  readonly profile: Profile;
}

const CLASSIC = { first: 1, last: 7 };
const FIRST_MODERN = 20;
/** The newest minor whose source code was read to check the modern mechanism. */
const NEWEST = 31;

/**
 * The lowest Kubernetes minor for each Istio minor: `MinK8SVersion` of istioctl in the last patch.
 */
const KUBERNETES_FLOOR: ReadonlyMap<number, number> = new Map([
  [1, 9],
  [2, 11],
  [3, 13],
  [4, 13],
  [5, 13],
  [6, 13],
  [7, 16],
  [20, 25],
  [21, 26],
  [22, 26],
  [23, 26],
  [24, 28],
  [25, 28],
  [26, 29],
  [27, 29],
  [28, 29],
  [29, 30],
  [30, 32],
  [31, 32],
]);

/**
 * The newest version known here, which a construct assumes unless it is told another one.
 *
 * @internal
 */
export const NEWEST_ISTIO: IstioVersion = { text: `1.${NEWEST}`, minor: NEWEST, profile: 'modern' };

/** The ranges of versions that have a mechanism, both ends included. @internal */
export const KNOWN_ISTIO = [
  { oldest: `1.${CLASSIC.first}`, newest: `1.${CLASSIC.last}` },
  { oldest: `1.${FIRST_MODERN}`, newest: NEWEST_ISTIO.text },
] as const;

/** Numbers as Helm takes them: none begins with a zero. @internal */
export const ISTIO_VERSION =
  /^v?(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})(?:\.(0|[1-9]\d{0,2}))?(?:-[0-9A-Za-z.-]+)?$/;

/**
 * Reads a version. Returns undefined after reporting that there is none, or one without a
 * mechanism.
 *
 * @internal
 */
export function istioVersion(
  text: string | undefined,
  problems: Problems,
): IstioVersion | undefined {
  if (text === undefined) {
    const remedy = 'Add the key to the cluster, or to `clusterDefaults`.';
    problems.report('MESH103', '"istio" is missing', remedy);
    return undefined;
  }
  const match = ISTIO_VERSION.exec(text);
  if (!match) {
    problems.report('MESH501', `"${text}" is not an Istio version`);
    return undefined;
  }
  const [major, minor] = [Number(match[1]), Number(match[2])];
  const isClassic = minor >= CLASSIC.first && minor <= CLASSIC.last;
  if (major !== 1 || (!isClassic && minor < FIRST_MODERN)) {
    problems.report('MESH502', `Istio "${text}" ${refusal(major, minor)}`);
    return undefined;
  }
  if (minor > NEWEST) {
    problems.report(
      'MESH503',
      `Istio "${text}" is newer than 1.${NEWEST}, the newest version known here`,
    );
  }
  return {
    text,
    minor,
    patch: match[3] === undefined ? undefined : Number(match[3]),
    profile: isClassic ? 'classic' : 'modern',
  };
}

function refusal(major: number, minor: number): string {
  if (major !== 1) {
    return 'is not a release of Istio 1';
  }
  return minor === 0
    ? 'has no gateway connectivity; it came with 1.1'
    : 'lies between the two mechanisms: 1.8 to 1.19 broke the classic form and do not carry the modern one';
}

/**
 * True if a version is older than another one. A version without a patch counts as any of its
 * minor.
 *
 * @internal
 */
export const isOlderIstio = (version: IstioVersion, other: IstioVersion): boolean =>
  version.minor < other.minor ||
  (version.minor === other.minor && (version.patch ?? Infinity) < (other.patch ?? 0));

/** The API version of the kinds of `networking.istio.io`. @internal */
export function networkingApi(version: IstioVersion): string {
  if (version.profile === 'classic') {
    return 'networking.istio.io/v1alpha3';
  }
  return version.minor < 22 ? 'networking.istio.io/v1beta1' : 'networking.istio.io/v1';
}

/** The API version of the kinds of `security.istio.io`. @internal */
export function securityApi(version: IstioVersion): string {
  return version.minor < 22 ? 'security.istio.io/v1beta1' : 'security.istio.io/v1';
}

/**
 * True if istiod allocates an address for a ServiceEntry without one
 * (`PILOT_ENABLE_IP_AUTOALLOCATE`, on by default since 1.25).
 *
 * @internal
 */
export function allocatesVirtualIps(version: IstioVersion): boolean {
  return version.minor >= 25;
}

/**
 * True if a sidecar takes loopback addresses other than 127.0.0.1 for outbound ones. Since 1.3 it
 * hands them to the listener for inbound traffic.
 *
 * Source: istio pull request 15710, tools/packaging/common/istio-iptables.sh.
 *
 * @internal
 */
export function sendsLoopbackOut(version: IstioVersion): boolean {
  return version.minor <= 2;
}

/**
 * The version of Istio's charts, as Helm takes it: exactly the patch release, or the newest one of
 * the minor.
 *
 * @internal
 */
export const chartVersion = (version: IstioVersion): string =>
  version.patch === undefined ? `~1.${version.minor}.0` : versionName(version);

/**
 * The version as a name for people and programs, without what only some of them read: a patch
 * release exactly, or the minor. Helm takes a minor for the newest patch of it.
 *
 * @internal
 */
export const versionName = ({ minor, patch, text }: IstioVersion): string =>
  patch === undefined ? `1.${minor}` : text.replace(/^v/, '');

/** The lowest minor of Kubernetes 1 that the version can be installed on. @internal */
export function kubernetesFloor(version: IstioVersion): number {
  return KUBERNETES_FLOOR.get(Math.min(version.minor, NEWEST))!;
}
