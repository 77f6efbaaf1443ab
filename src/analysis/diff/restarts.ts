import { isDeepStrictEqual } from 'util';
import { FactChange, factChanges, Facts } from './facts';
import { eitherOf, fateOf, ObjectChange } from './objects';
import { revisionOf, valueChanges } from './settings';
import { TrustChange } from './trust';
import { ClusterPair } from './worlds';
import { CACERTS } from '../world/cacerts';
import { HelmValues, releaseOf } from '../world/world';

/** Something that has to start anew before a change takes effect. @internal */
export interface Restart {
  readonly cluster: string;
  /** e.g. `all sidecars`, `Deployment shop/cart` */
  readonly what: string;
  /** who does it: the change itself, as soon as it is applied, or somebody has to */
  readonly by: 'the change' | 'you';
  readonly why: string;
  /** of the rule */
  readonly source: string;
}

type Found = Omit<Restart, 'cluster'>;

/** What the changes of a cluster restart, or ask somebody to restart. @internal */
export function restartsOf(
  pair: ClusterPair,
  objects: readonly ObjectChange[],
  trust: readonly TrustChange[],
): Restart[] {
  const { before, after, name: cluster } = pair;
  if (!before || !after) {
    return [];
  }
  const found: Found[] = [
    ...ofVersion(before.files.facts.istio, after.files.facts.istio),
    ...ofIstiods(before.files.istiods, after.files.istiods),
    ...ofGateways(before.files.gateways, after.files.gateways),
    ...trust.flatMap(ofTrust),
    ...objects.flatMap(change => [...ofNamespace(change), ...ofWorkload(change)]),
  ];
  return found.map(one => ({ cluster, ...one }));
}

const PROXIES = 'all sidecars and gateways';

function ofVersion(before: string | undefined, after: string | undefined): Found[] {
  return before === undefined || after === undefined || before === after
    ? []
    : [
        {
          what: 'all sidecars',
          by: 'you',
          why: `Istio ${before} becomes ${after}: a pod has the proxy of the version that injected it`,
          source: 'Istio: docs/setup/upgrade/in-place',
        },
      ];
}

/** What settings of istiod restart, by their paths. */
const OF_ISTIOD: ReadonlyArray<Found & { readonly settings: RegExp }> = [
  {
    settings: /^meshConfig\.defaultConfig\b/,
    what: PROXIES,
    by: 'you',
    why: 'a pod has what was said when it was injected',
    source: 'Istio: docs/reference/config/istio.mesh.v1alpha1, defaultConfig',
  },
  {
    settings: /^meshConfig\.trustDomain$/,
    what: `istiod, then ${PROXIES}`,
    by: 'you',
    why: 'istiod reads it when it starts, and identities are issued with it',
    source: 'Istio: docs/tasks/security/authorization/authz-td-migration',
  },
  {
    settings:
      /^global\.(proxy|proxy_init|network|meshID|multiCluster|hub|tag|variant|imagePull\w+|log\w+|ca[A-Z]\w+|sds|sts|mountMtlsCerts|pilotCertProvider)\b|^(pilot\.)?cni\b/,
    what: PROXIES,
    by: 'you',
    why: 'a pod has what was said when it was injected',
    source: 'Istio: manifests/charts/istio-control/istio-discovery/files/injection-template.yaml',
  },
  {
    settings:
      /^(?!(pilot\.)?(meshConfig|sidecarInjectorWebhook\w*|revisionTags|replicaCount|autoscale\w*|deployment(Labels|Annotations)|rollingMax\w+|pdb|podDisruptionBudget|service(Account)?Annotations|memory|cpu|ipFamil\w+|trafficDistribution|telemetry|gateway\w*|base|cni|defaultRevision)\b|global\.(proxy(?!\.clusterDomain)|proxy_init|network|meshID|meshNetworks|tracer|configValidation|operatorManageWebhooks|ca[A-Z]\w+|sts|mountMtlsCerts|ipFamil\w+|imagePullSecrets)\b)/,
    what: 'istiod',
    by: 'the change',
    why: 'values of its Deployment',
    source: 'Istio: manifests/charts/istio-control/istio-discovery/templates/deployment.yaml',
  },
];

function ofIstiods(before: readonly HelmValues[], after: readonly HelmValues[]): Found[] {
  const changes = valueChanges(before, after, revisionOf)
    .filter(({ isInBoth }) => isInBoth)
    .flatMap(one => one.changes);
  return OF_ISTIOD.flatMap(({ settings, ...found }) => {
    const names = namesOf(changes.filter(({ name }) => settings.test(name)));
    return names === '' ? [] : [{ ...found, why: `${names}: ${found.why}` }];
  });
}

/** Values of the chart `gateway` that are not of the pods. */
const NOT_OF_PODS =
  /^(service|autoscaling|replicaCount|podDisruptionBudget|rbac|serviceAccount\.(create|annotations)|name|annotations|networkPolicy|strategy|minReadySeconds)\b/;

function ofGateways(before: readonly HelmValues[], after: readonly HelmValues[]): Found[] {
  return valueChanges(before, after, releaseOf).flatMap(({ key, isInBoth, changes }): Found[] => {
    const ofPods = changes.filter(one => !NOT_OF_PODS.test(one.name));
    return !isInBoth || ofPods.length === 0
      ? []
      : [
          {
            what: `the gateway ${key}`,
            by: 'the change',
            why: `${namesOf(ofPods)}: values of its Deployment`,
            source: 'Istio: manifests/charts/gateway/templates/deployment.yaml',
          },
        ];
  });
}

/** istiod loads what is in cacerts; only a changed root is another matter. */
function ofTrust({ name, fate, kind, parts }: TrustChange): Found[] {
  if (name !== CACERTS) {
    return [];
  }
  if (fate !== 'changed') {
    return [
      {
        what: `istiod, then ${PROXIES}`,
        by: 'you',
        why: `cacerts is ${fate}: istiod has looked for it when it started`,
        source: 'Istio: pilot/pkg/bootstrap/istio_ca.go',
      },
    ];
  }
  const isRoot = parts.some(one => /root-cert\.pem$/.test(one.name));
  // what a store or an encrypted file holds cannot be seen
  const isHidden = kind === 'ExternalSecret' || parts.some(one => one.name === 'sops');
  return isRoot || isHidden
    ? [
        {
          what: `istiod, then ${PROXIES}`,
          by: 'you',
          why: isRoot
            ? 'root-cert.pem of cacerts: a changed root is loaded at the start, unless ISTIO_MULTIROOT_MESH is set'
            : 'cacerts: if its root-cert.pem changes, which cannot be seen here',
          source: 'Istio: pilot/pkg/bootstrap/istio_ca.go',
        },
      ]
    : [];
}

const INJECTION =
  /^(istio-injection|istio\.io\/(rev|dataplane-mode)|topology\.istio\.io\/network)$/;

function ofNamespace({ before, after }: ObjectChange): Found[] {
  if (!before || !after || before.group !== '' || before.kind !== 'Namespace') {
    return [];
  }
  const facts = (labels: object): Facts => new Map(Object.entries(labels));
  const changes = factChanges(facts(before.labels), facts(after.labels)).filter(({ name }) =>
    INJECTION.test(name),
  );
  return changes.length === 0
    ? []
    : [
        {
          what: `all pods of the namespace ${after.name}`,
          by: 'you',
          why: `${namesOf(changes)}: pods are injected when they are created`,
          source: 'Istio: docs/setup/additional-setup/sidecar-injection',
        },
      ];
}

const ROLLING = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);

function ofWorkload(change: ObjectChange): Found[] {
  const { before, after } = change;
  const { group, kind, namespace, name } = eitherOf(change);
  const isRolled =
    fateOf(change) === 'changed' &&
    group === 'apps' &&
    ROLLING.has(kind) &&
    !isDeepStrictEqual(before?.spec.template, after?.spec.template);
  return isRolled
    ? [
        {
          what: `${kind} ${namespace}/${name}`,
          by: 'the change',
          why: 'its pod template',
          source:
            'Kubernetes: docs/concepts/workloads/controllers/deployment, Updating a Deployment',
        },
      ]
    : [];
}

/** A few names tell which it is. */
const NAMED = 3;

function namesOf(changes: readonly FactChange[]): string {
  const names = changes.slice(0, NAMED).map(({ name }) => name);
  const more = changes.length - names.length;
  return [...names, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}
