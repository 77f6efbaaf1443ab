import { ADDED } from './additions';
import { anyField, CHANGES, NAMESPACES } from './changes';
import { Random } from './random';
import { Manifest, objectKey } from '../../src/analysis/world/manifest';
import { objectsOf } from '../../src/analysis/world/objects';
import { ClusterFiles, World } from '../../src/analysis/world/world';

/** What is changed, and what a person would call it. */
export interface Mutated {
  readonly world: World;
  readonly what: string;
}

/** Changes one thing of a world. */
export function mutate(world: World, random: Random): Mutated {
  const cluster = random.pick(world.clusters);
  const { files, what } = random.pick([
    changed,
    changed,
    changed,
    anyChanged,
    anyChanged,
    removed,
    copied,
    moved,
    added,
    settings,
    workload,
  ])(cluster, random);
  return {
    world: { clusters: world.clusters.map(one => (one === cluster ? files : one)) },
    what: `${cluster.name}: ${what}`,
  };
}

interface MutatedFiles {
  readonly files: ClusterFiles;
  readonly what: string;
}

const SOURCE = { file: 'mutated.yaml', line: 1 };

const read = (values: any) => objectsOf(values, SOURCE, () => 1).manifests;

const candidates = ({ manifests }: ClusterFiles) => manifests.filter(({ kind }) => CHANGES[kind]);

function replaced(
  files: ClusterFiles,
  random: Random,
  change: (values: any) => { objects: any[]; what: string },
): MutatedFiles {
  const manifest = random.pick(candidates(files));
  if (!manifest) {
    return { files, what: 'nothing' };
  }
  const { objects, what } = change(structuredClone(manifest.values));
  const manifests = files.manifests.flatMap(one =>
    one === manifest ? objects.flatMap(read) : [one],
  );
  return canBe(manifests)
    ? {
        files: { ...files, manifests },
        what: `${manifest.kind} ${manifest.namespace}/${manifest.name} ${what}`,
      }
    : { files, what: 'nothing' };
}

/** Whether an API server takes the objects: each name once, and each port of a Service. */
function canBe(manifests: readonly Manifest[]): boolean {
  const ports = manifests
    .filter(({ group, kind }) => group === '' && kind === 'Service')
    .map(({ spec }) =>
      (spec.ports ?? []).map(({ port, protocol = 'TCP' }: any) => `${port}/${protocol}`),
    );
  return [manifests.map(objectKey), ...ports].every(all => new Set(all).size === all.length);
}

const changed = (files: ClusterFiles, random: Random): MutatedFiles =>
  replaced(files, random, values => {
    const what = random.pick(CHANGES[values.kind])(values.spec, random, values);
    return { objects: [values], what: what ?? 'unchanged' };
  });

const anyChanged = (files: ClusterFiles, random: Random): MutatedFiles =>
  replaced(files, random, values => ({
    objects: [values],
    what: anyField(values.spec, random) ?? 'unchanged',
  }));

const removed = (files: ClusterFiles, random: Random): MutatedFiles =>
  replaced(files, random, () => ({ objects: [], what: 'removed' }));

const copied = (files: ClusterFiles, random: Random): MutatedFiles =>
  replaced(files, random, values => {
    const copy = structuredClone(values);
    copy.metadata.name = random.pick(['a-copy', 'z-copy']);
    copy.metadata.namespace = random.pick([values.metadata.namespace, ...NAMESPACES]);
    return {
      objects: [values, copy],
      what: `copied to ${copy.metadata.namespace}/${copy.metadata.name}`,
    };
  });

const moved = (files: ClusterFiles, random: Random): MutatedFiles =>
  replaced(files, random, values => {
    values.metadata.namespace = random.pick(NAMESPACES);
    return { objects: [values], what: `moved to ${values.metadata.namespace}` };
  });

function added(files: ClusterFiles, random: Random): MutatedFiles {
  const values = random.pick(ADDED)(random.pick(NAMESPACES), random);
  const manifests = [...files.manifests, ...read(values)];
  return canBe(manifests)
    ? {
        files: { ...files, manifests },
        what: `added ${values.kind} ${values.metadata.namespace} ${JSON.stringify(values.spec)}`,
      }
    : { files, what: 'nothing' };
}

/** A map below others, made where there is none. */
const below = (values: any, ...keys: readonly string[]): any =>
  keys.reduce((map, key) => (map[key] ??= {}), values);

/** Helm values of istiod and of the gateways. */
function settings(files: ClusterFiles, random: Random): MutatedFiles {
  const values = (all: typeof files.istiods) =>
    all.map(one => ({ values: structuredClone(one.values), source: one.source }));
  const copy = { istiods: values(files.istiods), gateways: values(files.gateways) };
  const mesh = copy.istiods[0]?.values.meshConfig ?? {};
  const [gateway] = copy.gateways;
  const changes: Array<() => string> = [
    () => `trustDomain ${(mesh.trustDomain = random.pick(['other.local', 'cluster.local']))}`,
    () => `aliases ${(mesh.trustDomainAliases = [random.pick(['other.local', 'cluster.local'])])}`,
    () => `defaultServiceExportTo ${(mesh.defaultServiceExportTo = ['.'])}`,
    () => `defaultDestinationRuleExportTo ${(mesh.defaultDestinationRuleExportTo = ['.'])}`,
    () => `defaultVirtualServiceExportTo ${(mesh.defaultVirtualServiceExportTo = ['.'])}`,
    () => `enableAutoMtls ${(mesh.enableAutoMtls = false)}`,
    () => `rootNamespace ${(mesh.rootNamespace = random.pick(['other', 'shop']))}`,
    () => `outboundTrafficPolicy ${(mesh.outboundTrafficPolicy = { mode: 'REGISTRY_ONLY' }).mode}`,
    () =>
      `discoverySelectors ${JSON.stringify((mesh.discoverySelectors = [{ matchLabels: { 'kubernetes.io/metadata.name': random.pick(['shop', 'web', 'istio-system']) } }]))}`,
    () =>
      `sidecars' view ${(below(mesh, 'defaultConfig', 'proxyMetadata').ISTIO_META_REQUESTED_NETWORK_VIEW = random.pick(['x', 'east', 'east,west']))}`,
    () =>
      `view ${gateway && (gateway.values.env = { ISTIO_META_REQUESTED_NETWORK_VIEW: random.pick(['x', 'east']) })}`,
    () => `labels ${gateway && (gateway.values.labels = { istio: 'other' })}`,
    () =>
      `ports ${gateway && (gateway.values.service.ports = [{ port: random.pick([443, 15443]), targetPort: random.pick([15443, 8443]) }])}`,
  ];
  return { what: random.pick(changes)(), files: { ...files, ...copy } };
}

function workload(files: ClusterFiles, random: Random): MutatedFiles {
  const { workloads } = files.facts;
  const one = random.pick(workloads);
  if (!one) {
    return { files, what: 'nothing' };
  }
  const change = random.pick([
    { sidecar: false },
    { serviceAccount: 'changed' },
    { labels: {} },
    { labels: { ...one.labels, version: 'v1' } },
  ]);
  return {
    what: `workload ${one.namespace}/${one.serviceAccount} ${JSON.stringify(change)}`,
    files: {
      ...files,
      facts: {
        ...files.facts,
        workloads: workloads.map(other => (other === one ? { ...one, ...change } : other)),
      },
    },
  };
}
