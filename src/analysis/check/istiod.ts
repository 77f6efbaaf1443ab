import { Context, unseen } from './context';
import { checkSettings } from './istiod-settings';
import { isAvailable } from './workload';
import { Manifest, objectText } from '../world/manifest';
import { HelmValues } from '../world/world';

/** Whether the control planes are those that were written. @returns what is right @internal */
export function checkIstiods(context: Context): string {
  const { live, written, findings } = context;
  const { istiods, facts } = written.files;
  if (written.isClassic) {
    return 'not looked at in Istio 1.1 to 1.7';
  }
  if (!live.sees('apps', 'Deployment')) {
    unseen(context, `istiod in ${written.rootNamespace}`);
    return '';
  }
  const running = live
    .of('apps', 'Deployment')
    .filter(one => one.namespace === written.rootNamespace && one.labels.app === 'istiod');
  const wanted: ReadonlyArray<Partial<HelmValues>> = istiods.length > 0 ? istiods : [{}];
  for (const values of wanted) {
    checkIstiod(values, running, context);
  }
  const revisions = wanted.map(({ values }) => revisionOf(values));
  for (const other of istiods.length > 0 ? running : []) {
    if (!revisions.includes(liveRevision(other))) {
      findings.report('MESH887', objectText(other), `has the revision "${liveRevision(other)}"`);
    }
  }
  checkVersions(running, context);
  return `Istio ${facts.istio ?? 'of any version'}, ${wanted.length === 1 ? 'one control plane' : `${wanted.length} control planes`}`;
}

const revisionOf = (values: any): string => values?.revision || 'default';

const liveRevision = ({ labels }: Manifest): string => labels['istio.io/rev'] || 'default';

/** @param values empty for one that others install: then any will do */
function checkIstiod(
  { values, source }: Partial<HelmValues>,
  running: readonly Manifest[],
  context: Context,
): void {
  const { written, findings } = context;
  const revision = revisionOf(values);
  const found = values ? running.find(one => liveRevision(one) === revision) : running[0];
  if (!found) {
    const has = running.map(one => `"${liveRevision(one)}"`).join(', ');
    const object = `istiod in ${written.rootNamespace}`;
    const message = values ? `of the revision "${revision}" is missing` : 'is missing';
    findings.report('MESH885', object, has ? `${message}; there is ${has}` : message, source);
    return;
  }
  if (!isAvailable(found)) {
    findings.report('MESH885', objectText(found), 'has no pod that is ready', source);
  }
  if (values && source) {
    checkSettings({ values, source }, found, context);
  }
}

/** One of them has the version that was written; during an upgrade, another one has the next. */
function checkVersions(running: readonly Manifest[], context: Context): void {
  const { written, findings } = context;
  const { istio } = written.files.facts;
  const versions = running.map(one => ({ one, version: versionOf(one) }));
  const isWanted = ({ version }: { version?: string }) =>
    version === istio || version?.startsWith(`${istio}.`);
  if (istio === undefined || running.length === 0 || versions.some(isWanted)) {
    return;
  }
  for (const { one, version } of versions) {
    if (version === undefined) {
      findings.report('MESH894', objectText(one), 'does not say which version of Istio it is');
    } else {
      findings.report('MESH886', objectText(one), `is Istio ${version}, not ${istio}`);
    }
  }
}

/** By the image, e.g. `istio/pilot:1.29.1-distroless`, otherwise by the labels of the chart. */
function versionOf({ spec, labels }: Manifest): string | undefined {
  const containers: any[] = spec.template?.spec?.containers ?? [];
  const image = String(containers.find(one => one?.name === 'discovery')?.image ?? '');
  const texts = [
    image.replace(/@.*$/, '').split(':').at(-1),
    labels['helm.sh/chart'],
    labels['app.kubernetes.io/version'],
  ];
  const found = texts.map(text => /(?:^|-|v)(\d+\.\d+(?:\.\d+)?)(?=$|[-+.])/.exec(text ?? '')?.[1]);
  return found.find(version => version !== undefined);
}
