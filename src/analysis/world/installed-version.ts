import { isObject } from './objects';

/**
 * The version of Istio that an object of a GitOps tool installs: that of the chart `istiod`, or of
 * the control plane of the Sail operator. `1.29` where any patch of that minor will do.
 *
 * @internal
 */
export function installedVersion(
  documents: ReadonlyArray<{ readonly values: any }>,
): string | undefined {
  const [version] = documents
    .filter(({ values }) => isObject(values))
    .flatMap(({ values }) => versionsIn(values));
  return version;
}

function versionsIn({ apiVersion, kind, spec }: any): string[] {
  const read = READERS[`${String(apiVersion).split('/')[0]} ${kind}`];
  const versions: unknown[] = read === undefined ? [] : read(spec);
  return versions.filter(one => typeof one === 'string').map(plain);
}

const READERS: { readonly [kind: string]: (spec: any) => unknown[] } = {
  'helm.toolkit.fluxcd.io HelmRelease': spec => chartVersions([spec?.chart?.spec], 'version'),
  'argoproj.io Application': applicationVersions,
  'argoproj.io ApplicationSet': spec => [
    ...applicationVersions(spec?.template?.spec),
    ...list(spec?.generators)
      .flatMap(generator => list(generator?.list?.elements))
      .flatMap(applicationVersions),
  ],
  'sailoperator.io Istio': spec => [spec?.version],
};

/** Of an Application, or what becomes one. */
function applicationVersions(spec: any): unknown[] {
  return chartVersions([spec?.source, ...list(spec?.sources)], 'targetRevision');
}

const chartVersions = (charts: readonly any[], key: string): unknown[] =>
  charts.filter(one => one?.chart === 'istiod').map(one => one[key]);

const list = (value: unknown): any[] => (Array.isArray(value) ? value : []);

/** `~1.29.0` and `v1.29-latest` are any patch of 1.29; `v1.29.2` is what it says. */
function plain(version: string): string {
  const [, minor] = /^(?:~\s*v?(\d+\.\d+)(?:\.0)?|v?(\d+\.\d+)-latest)$/.exec(version) ?? [];
  return minor ?? version.replace(/^v/, '').replace(/-latest$/, '');
}
