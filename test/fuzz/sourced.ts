import { mkdirSync, rmSync, writeFileSync } from 'fs';
import * as path from 'path';
import * as fc from 'fast-check';
import { GatewayAddress, MulticlusterMeshProps, Protocol } from '../../src';

/** A mesh whose services stand in manifests, and the same mesh in so many words. */
export interface Sourced {
  /** manifests, by path below the directory of the description */
  readonly files: Readonly<Record<string, string>>;
  readonly description: MulticlusterMeshProps;
  readonly meaning: MulticlusterMeshProps;
}

const CLUSTERS = ['c0', 'c1', 'c2'];
const NAMESPACES = ['shop', 'web', '*'];

/** Services in the manifests of one directory for each cluster. */
export const sourced: fc.Arbitrary<Sourced> = fc
  .array(
    fc.record({
      owner: fc.constantFrom(...CLUSTERS),
      namespace: fc.constantFrom('shop', 'data'),
      account: fc.constantFrom('default', 'x'),
      form: fc.record({
        /** which kind of object has the pods */
        kind: fc.constantFrom('Pod', 'Deployment', 'Rollout'),
        /** the present and the former name, and a merge key */
        account: fc.constantFrom('serviceAccountName', 'serviceAccount', '<<'),
        mark: fc.constantFrom('label', 'multicluster.x-k8s.io/v1alpha1', 'net.gke.io/v1'),
        /** who says the namespace */
        placed: fc.constantFrom('object', 'kustomization', 'two kustomizations'),
      }),
      port: fc.constantFrom(80, 8080),
      targetPort: fc.constantFrom(undefined, 9000),
      grants: fc.array(
        fc.tuple(
          fc.constantFrom(...CLUSTERS, '*'),
          fc.constantFrom(...NAMESPACES),
          fc.constantFrom('a', '*', '*'),
        ),
        { maxLength: 3 },
      ),
    }),
    { maxLength: 4 },
  )
  .map(found => {
    const services = found.map((one, i) => ({
      ...one,
      name: `s${i}`,
      // an account stands below a namespace
      grants: one.grants.map(([c, n, a]) => [c, n, n === '*' ? '*' : a]),
    }));
    const clusters = CLUSTERS.map((name, i) => ({
      name,
      istio: '1.29',
      gateway: { addresses: [GatewayAddress.ip(`8.8.${i}.1`)] },
    }));
    const owners = [...new Set(services.map(({ owner }) => owner))];
    return {
      files: Object.fromEntries(services.flatMap(one => Object.entries(filesOf(one)))),
      description: {
        suffix: 'mesh.internal',
        clusters,
        serviceSources: owners.map(owner => ({ directory: owner, clusters: [owner] })),
      },
      meaning: {
        suffix: 'mesh.internal',
        clusters,
        services: services.map(({ name, namespace, owner, account, port, targetPort }) => ({
          name,
          namespace,
          clusters: [owner],
          selector: { app: name },
          serviceAccounts: [account],
          ports: [{ number: port, targetPort: targetPort ?? port, protocol: Protocol.HTTP }],
        })),
        grants: services.flatMap(({ name, namespace, grants }) =>
          grants.map(([cluster, namespaces, account]) => ({
            services: [`${name}.${namespace}`],
            clusters: [cluster],
            namespaces: [namespaces],
            serviceAccounts: [account],
          })),
        ),
      },
    };
  });

interface Written {
  readonly owner: string;
  readonly name: string;
  readonly namespace: string;
  readonly account: string;
  readonly form: {
    readonly kind: string;
    readonly account: string;
    readonly mark: string;
    readonly placed: string;
  };
  readonly port: number;
  readonly targetPort?: number;
  readonly grants: readonly string[][];
}

/** The files of a service: its manifests, and the kustomizations that place them. */
function filesOf(one: Written): Record<string, string> {
  const { owner, name, namespace, form } = one;
  const file = `${owner}/${name}.yaml`;
  if (form.placed === 'object') {
    return { [file]: manifests(one) };
  }
  const below = `${owner}/k-${name}`;
  const isTwice = form.placed === 'two kustomizations';
  return {
    [`${below}/all.yaml`]: manifests({ ...one, namespace: 'elsewhere' }),
    [`${below}/kustomization.yaml`]: JSON.stringify({
      namespace: isTwice ? 'elsewhere' : namespace,
      resources: ['all.yaml'],
    }),
    ...(isTwice && {
      [`${owner}/o-${name}/kustomization.yaml`]: JSON.stringify({
        namespace,
        resources: [`../k-${name}`],
      }),
    }),
  };
}

function manifests(one: Written): string {
  const { name, namespace, form, port, targetPort, grants } = one;
  const annotations =
    grants.length > 0
      ? {
          'mesh.cdk8s-istio-multicluster/grants': grants.map(grant => grant.join('/')).join(', '),
        }
      : undefined;
  const isMarked = form.mark === 'label';
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name,
      namespace,
      labels: isMarked ? { 'mesh.cdk8s-istio-multicluster/export': 'true' } : undefined,
      annotations,
    },
    spec: { selector: { app: name }, ports: [{ port, targetPort, appProtocol: 'http' }] },
  };
  const serviceExport = {
    apiVersion: form.mark,
    kind: 'ServiceExport',
    metadata: { name, namespace },
  };
  return [service, workload(one), ...(isMarked ? [] : [serviceExport])]
    .map(object => JSON.stringify(object))
    .join('\n---\n')
    .replace('"<<":', '<<: '); // in quotes it is a key like any other
}

function workload({ name, namespace, account, form }: Written): object {
  const said = form.account === '<<' ? { serviceAccountName: account } : account;
  const spec = { [form.account]: said, containers: [] };
  const labels = { app: name };
  return form.kind === 'Pod'
    ? { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace, labels }, spec }
    : {
        apiVersion: form.kind === 'Rollout' ? 'argoproj.io/v1alpha1' : 'apps/v1',
        kind: form.kind,
        metadata: { name, namespace },
        spec: { template: { metadata: { labels }, spec } },
      };
}

/** Replaces what is in a directory by these files. */
export function writeFiles(directory: string, files: Readonly<Record<string, string>>): void {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(directory, file)), { recursive: true });
    writeFileSync(path.join(directory, file), text);
  }
}
