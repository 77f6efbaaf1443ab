import { PUBLIC_NAMES } from './cacerts';
import { carriersOf } from './dns-zones';
import { askedFor } from './live';
import { Written } from './written';
import { groupBy } from '../../values/group-by';
import { sortedSet } from '../../values/order';
import { CACERTS, ROOT_MAP } from '../world/cacerts';
import { Manifest } from '../world/manifest';

/** A question to a cluster. @internal */
export interface Query {
  /** what is got: kinds, or a kind and names */
  readonly of: readonly string[];
  readonly options: readonly string[];
  /** undefined for YAML or JSON, whichever is wanted */
  readonly template?: string;
  /** what is known not to exist when the answer does not hold it */
  readonly asks: readonly string[];
}

/** What the mesh may have written before, or somebody else. */
const ISTIO = [
  'ServiceEntry',
  'DestinationRule',
  'VirtualService',
  'Gateway',
  'Sidecar',
  'EnvoyFilter',
];
const POLICIES = ['AuthorizationPolicy', 'PeerAuthentication'];

/**
 * All that is asked of a cluster for what was written for it. Nothing but `kubectl get`.
 *
 * @internal
 */
export function queriesFor(written: Written): Query[] {
  return [
    ...ofKinds(kindsFor(written)),
    ...ofMaps(mapsFor(written).filter(isNamed)),
    ...secretsFor(written).filter(isNamed).map(ofSecret),
  ];
}

type Kind = readonly [group: string, kind: string];

function kindsFor(written: Written): Kind[] {
  const always: Kind[] = [
    ['', 'Namespace'],
    ['', 'Service'],
    ['apps', 'Deployment'],
    ...ISTIO.map((kind): Kind => ['networking.istio.io', kind]),
    ...(written.isClassic ? [] : POLICIES).map((kind): Kind => ['security.istio.io', kind]),
    ...(hasNodePorts(written) ? [['', 'Node'] as const] : []),
  ];
  const own = written.manifests
    .filter(({ group, kind }) => group !== '' || (kind !== 'ConfigMap' && kind !== 'Secret'))
    .map(({ group, kind }): Kind => [group, kind])
    .filter(kind => NAME.test(nameOf(kind)));
  return [...new Map([...always, ...own].map(kind => [kind.join('/'), kind])).values()];
}

const hasNodePorts = ({ files }: Written): boolean =>
  files.gateways.some(({ values }) => values.service?.type === 'NodePort') ||
  (files.gateways.length === 0 && files.facts.gateways.length > 0);

/** All kinds at once, of all namespaces. */
const ofKinds = (kinds: readonly Kind[]): Query[] => [
  {
    of: [kinds.map(nameOf).join(',')],
    options: ['--all-namespaces'],
    asks: kinds.map(([group, kind]) => askedFor(group, kind, '')),
  },
];

/** The same for each kind by itself, where one answer for all cannot be had. @internal */
export const oneByOne = ({ of: [kinds], options, asks }: Query): Query[] =>
  kinds.split(',').map((kind, i) => ({ of: [kind], options, asks: [asks[i]] }));

/** Whatever else a manifest says is no name, and no part of a command. */
const NAME = /^[a-z0-9][a-z0-9.-]*$/;

const isNamed = ({ namespace, name }: Named): boolean => NAME.test(namespace) && NAME.test(name);

const nameOf = ([group, kind]: Kind): string =>
  `${kind.toLowerCase()}${group === '' ? '' : `.${group}`}`;

type Named = Pick<Manifest, 'namespace' | 'name'>;

/** ConfigMaps by name: others may be large. */
function mapsFor(written: Written): Named[] {
  const root = written.rootNamespace;
  const revisions = ['', ...written.files.istiods.map(({ values }) => values.revision)]
    .filter(revision => typeof revision === 'string')
    .map(revision => (revision === '' ? '' : `-${revision}`));
  const ofIstio = written.isClassic
    ? []
    : [
        ROOT_MAP,
        ...revisions.flatMap(suffix => [`istio${suffix}`, `istio-sidecar-injector${suffix}`]),
      ];
  return [
    ...sortedSet(ofIstio).map(name => ({ namespace: root, name })),
    ...dnsMapsFor(written),
    ...written.of('', 'ConfigMap'),
  ];
}

/** Where the DNS in force is, beside what was written. */
function dnsMapsFor(written: Written): Named[] {
  const hasCustom = written.of('', 'ConfigMap').some(({ name }) => name === 'coredns-custom');
  return [
    ...carriersOf(written),
    ...(hasCustom ? [{ namespace: 'kube-system', name: 'coredns' }] : []),
  ];
}

const ofMaps = (all: readonly Named[]): Query[] =>
  [...groupBy(all, ({ namespace }) => namespace)].map(([namespace, maps]) => ({
    of: ['configmap', ...sortedSet(maps.map(({ name }) => name))],
    options: ['--namespace', namespace, '--ignore-not-found'],
    asks: [askedFor('', 'ConfigMap', namespace)],
  }));

const secretsFor = (written: Written): Named[] => [
  { namespace: written.rootNamespace, name: CACERTS },
  ...written
    .of('', 'Secret')
    .filter(({ namespace, name }) => namespace !== written.rootNamespace || name !== CACERTS),
];

/** No private key leaves the cluster: of a Secret, only its certificates are printed. */
const SECRET = [
  'apiVersion: v1{{"\\n"}}kind: List{{"\\n"}}items:{{if not .items}} []{{end}}{{"\\n"}}{{range .items}}',
  '- apiVersion: v1{{"\\n"}}  kind: Secret{{"\\n"}}',
  '  metadata: {name: "{{.metadata.name}}", namespace: "{{.metadata.namespace}}"}{{"\\n"}}',
  '  data:{{"\\n"}}{{range $name, $value := .data}}',
  `{{if eq $name ${PUBLIC_NAMES.map(name => `"${name}"`).join(' ')}}}`,
  '    "{{$name}}": "{{$value}}"{{"\\n"}}{{end}}{{end}}{{end}}',
].join('');

function ofSecret({ namespace, name }: Named): Query {
  return {
    of: ['secret'],
    options: ['--namespace', namespace, '--field-selector', `metadata.name=${name}`],
    template: SECRET,
    asks: [askedFor('', 'Secret', namespace)],
  };
}
