import { readdirSync, readFileSync } from 'fs';
import * as path from 'path';
import { parseAllDocuments } from 'yaml';
import { foreignCacerts } from './wrong-cacerts';
import { StandCluster } from '../stand/cluster';
import { core, KubernetesObject } from '../stand/kubernetes-api';
import { Stand } from '../stand/stand';

/** Something that is wrong on purpose. */
export interface CheckFault {
  readonly what: string;
  /** `<cluster> <code> <object>` */
  readonly found: readonly string[];
  put(): Promise<unknown>;
  mend(): Promise<unknown>;
}

/** Every fault that this mesh can have. */
export function faultsFor(stand: Stand): CheckFault[] {
  return [
    ...stand.clusters.flatMap(cluster => ofTraffic(cluster, stand)),
    ...stand.clusters
      .filter(({ props }) => props.gateway)
      .slice(0, 1)
      .flatMap(ofGateway),
    ...stand.clusters.slice(0, 1).flatMap(ofSettings),
    ...stand.clusters.flatMap(cluster => ofDns(cluster, stand)),
    ofTrust(stand.clusters.at(-1)!, stand),
  ];
}

function objectsOf(stand: Stand, cluster: string): KubernetesObject[] {
  const folder = path.join(stand.directory(cluster), 'manifests');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.yaml'))
    .flatMap(file => parseAllDocuments(readFileSync(path.join(folder, file), 'utf8')))
    .map(document => document.toJS());
}

const named = ({ kind, metadata: { namespace, name } }: KubernetesObject): string =>
  `${kind} ${namespace}/${name}`;

const applyTo = async ({ plane }: StandCluster, object: KubernetesObject): Promise<string> =>
  plane.kubectl(['apply', '--server-side', '--force-conflicts', '-f', '-'], {
    input: JSON.stringify(object),
  });

const deleteFrom = async (
  { plane }: StandCluster,
  { kind, metadata: { namespace, name } }: KubernetesObject,
): Promise<string> => plane.kubectl(['delete', kind, name, '--namespace', namespace]);

function ofTraffic(cluster: StandCluster, stand: Stand): CheckFault[] {
  const { name } = cluster;
  const objects = objectsOf(stand, name);
  const entry = objects.find(({ kind }) => kind === 'ServiceEntry');
  const rule = objects.find(({ kind }) => kind === 'DestinationRule');
  const gateway = objects.find(({ kind }) => kind === 'Gateway');
  const serving = objects.find(
    ({ kind, spec }) => kind === 'ServiceEntry' && spec.workloadSelector,
  );
  const foreign = (kind: string, group: string, spec: object) => ({
    apiVersion: `${group}.istio.io/v1`,
    kind,
    metadata: { name: 'somebody', namespace: serving?.metadata.namespace ?? 'default' },
    spec,
  });
  const others = [
    ...(entry
      ? [
          {
            code: 'MESH873',
            object: foreign('ServiceEntry', 'networking', {
              hosts: entry.spec.hosts,
              addresses: ['240.9.9.9'],
              ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
              resolution: 'STATIC',
              exportTo: ['.'],
              endpoints: [{ address: '192.0.2.9' }],
            }),
          },
        ]
      : []),
    ...(gateway
      ? [
          {
            code: 'MESH874',
            object: {
              ...foreign('Gateway', 'networking', {
                selector: gateway.spec.selector,
                servers: [{ ...gateway.spec.servers[0], hosts: ['*.local'] }],
              }),
              metadata: { name: 'somebody', namespace: gateway.metadata.namespace },
            },
          },
        ]
      : []),
    ...(serving
      ? [
          {
            code: 'MESH875',
            object: foreign('AuthorizationPolicy', 'security', { action: 'ALLOW' }),
          },
          {
            code: 'MESH875',
            object: foreign('PeerAuthentication', 'security', {
              selector: { matchLabels: serving.spec.workloadSelector.labels },
              mtls: { mode: 'DISABLE' },
            }),
          },
        ]
      : []),
  ];
  return [
    ...(entry
      ? [
          {
            what: `${name}: ${named(entry)} is deleted`,
            put: async () => deleteFrom(cluster, entry),
            found: [`${name} MESH870 ${named(entry)}`],
            mend: async () => applyTo(cluster, entry),
          },
        ]
      : []),
    ...(rule
      ? [
          {
            what: `${name}: a field of ${named(rule)} is changed`,
            put: async () =>
              applyTo(cluster, { ...rule, spec: { ...rule.spec, exportTo: ['kube-public'] } }),
            found: [`${name} MESH871 ${named(rule)}`],
            mend: async () => applyTo(cluster, rule),
          },
        ]
      : []),
    ...(entry
      ? [
          {
            what: `${name}: an object of the mesh is left over`,
            put: async () => applyTo(cluster, leftoverOf(entry)),
            found: [`${name} MESH872 ${named(leftoverOf(entry))}`],
            mend: async () => deleteFrom(cluster, leftoverOf(entry)),
          },
        ]
      : []),
    ...others.map(({ code, object }) => ({
      what: `${name}: somebody has a ${object.kind} of his own`,
      put: async () => applyTo(cluster, object),
      found: [`${name} ${code} ${named(object)}`],
      mend: async () => deleteFrom(cluster, object),
    })),
  ];
}

const leftoverOf = (entry: KubernetesObject): KubernetesObject => ({
  ...entry,
  metadata: { ...entry.metadata, name: 'gone-global-remote' },
  spec: { ...entry.spec, hosts: ['gone.shop.mesh.internal'], exportTo: ['.'] },
});

function ofGateway(cluster: StandCluster): CheckFault[] {
  const { name, plane, props } = cluster;
  const namespace = props.gateway!.namespace ?? 'istio-system';
  const service = core(namespace, 'services', 'istio-eastwestgateway');
  let status: KubernetesObject;
  return [
    {
      what: `${name}: the gateway has another address`,
      async put() {
        ({ status } = await plane.api.get(service));
        await plane.api.patch(`${service}/status`, {
          status: { loadBalancer: { ingress: [{ ip: '198.51.100.99' }] } },
        });
      },
      found: [`${name} MESH876 Service ${namespace}/istio-eastwestgateway`],
      mend: async () => plane.api.patch(`${service}/status`, { status }),
    },
  ];
}

function ofSettings({ name, plane }: StandCluster): CheckFault[] {
  const map = core('istio-system', 'configmaps', 'istio');
  let data: KubernetesObject;
  return [
    {
      what: `${name}: istiod is told another trust domain`,
      async put() {
        ({ data } = await plane.api.get(map));
        const mesh = data.mesh.replace(/^trustDomain: .*$/m, 'trustDomain: other.example');
        await plane.api.patch(map, { data: { mesh } });
      },
      found: [`${name} MESH888 ConfigMap istio-system/istio`],
      mend: async () => plane.api.patch(map, { data }),
    },
  ];
}

/** The Corefile as it was before the mesh. */
function ofDns(cluster: StandCluster, stand: Stand): CheckFault[] {
  const { name, plane } = cluster;
  const corefile = objectsOf(stand, name).find(
    ({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'coredns',
  );
  const map = core('kube-system', 'configmaps', 'coredns');
  const object = 'ConfigMap kube-system/coredns';
  return corefile
    ? [
        {
          what: `${name}: the Corefile is reverted`,
          async put() {
            const [own] = corefile.data.Corefile.split(/^(?=[a-z])/m);
            await plane.api.patch(map, { data: { Corefile: own } });
          },
          found: [`${name} MESH871 ${object}`, `${name} MESH890 ${object}`],
          mend: async () => applyTo(cluster, corefile),
        },
      ]
    : [];
}

function ofTrust({ name }: StandCluster, stand: Stand): CheckFault {
  const secret = 'Secret istio-system/cacerts';
  return {
    what: `${name}: the Secret cacerts is of another root`,
    put: async () => stand.setCacerts(name, foreignCacerts(name)),
    found: [
      `${name} MESH881 ${secret}`,
      `${name} MESH883 ConfigMap istio-system/istio-ca-root-cert`,
      ...(stand.clusters.length > 1 ? [`${name} MESH883 ${secret}`] : []),
    ],
    mend: async () => stand.setCacerts(name, stand.authority.filesOf(name)),
  };
}
