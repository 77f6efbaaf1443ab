import { Problems } from '../../problems/problems';
import { isKeyOfEveryObject } from '../../values/names';
import { sortedRecord } from '../../values/order';
import { RESTART_ANNOTATION } from '../../values/ownership';

/** Helm values, as data. @internal */
export type Values = { readonly [key: string]: unknown };

/** Keys from the top of the values. */
type Path = readonly string[];

/** What the mesh writes, by its path, and what decides it. @internal */
export type OwnValues = ReadonlyArray<readonly [path: Path, decidedBy: string]>;

const NEEDED = 'the way that calls take';

/** Charts read their own values there, and merge what is given into them. */
const DEFAULTS: OwnValues = [
  [['_internal_defaults_do_not_set'], 'the chart itself'],
  [['defaults'], 'the chart itself'],
];

/**
 * Of the chart `istiod`, which also takes what is below `pilot`.
 *
 * @internal
 */
export const OF_ISTIOD: OwnValues = [
  ...DEFAULTS,
  [['revision'], '`istiod.revision`'],
  [['revisionTags'], '`istiod.revisionTag`'],
  [['global', 'istioNamespace'], '`rootNamespace` of the mesh'],
  [['global', 'meshID'], '`meshId` of the mesh'],
  [['global', 'multiCluster', 'clusterName'], '`name` of the cluster'],
  [['global', 'network'], '`network` of the cluster'],
  [['meshConfig', 'trustDomain'], '`trustDomain`'],
  [['meshConfig', 'trustDomainAliases'], '`trustDomainAliases` of the cluster'],
  [['meshConfig', 'outboundTrafficPolicy', 'mode'], '`istiod.outboundTrafficPolicy`'],
  [
    ['meshConfig', 'defaultConfig', 'proxyMetadata', 'ISTIO_META_DNS_CAPTURE'],
    '`dns.mode` of the cluster',
  ],
  [['podAnnotations', RESTART_ANNOTATION], 'the rotation of the root'],
  [['pilot', 'podAnnotations', RESTART_ANNOTATION], 'the rotation of the root'],
];

/** Of the chart `gateway`. @internal */
export const OF_GATEWAY: OwnValues = [
  ...DEFAULTS,
  [['name'], 'the README of the cluster'],
  [['revision'], '`revision` of the gateway'],
  [['networkGateway'], NEEDED],
  [['networkGatewayPorts'], NEEDED],
  [['labels', 'app'], 'the README of the cluster'],
  [['labels', 'istio'], '`labels` of the gateway'],
  [['labels', 'topology.istio.io/network'], NEEDED],
  [['env', 'ISTIO_META_REQUESTED_NETWORK_VIEW'], '`network` of the cluster'],
  [['env', 'EXIT_ON_ZERO_ACTIVE_CONNECTIONS'], NEEDED],
  [['terminationGracePeriodSeconds'], NEEDED],
  [['podAnnotations', RESTART_ANNOTATION], 'the rotation of the root'],
  [['service', 'type'], '`service.type`'],
  [['service', 'ports'], '`service.ports`'],
  [['service', 'annotations'], '`service.annotations`'],
  [['service', 'loadBalancerIP'], '`service.loadBalancerIp`'],
  [['service', 'loadBalancerClass'], '`service.loadBalancerClass`'],
  [['service', 'loadBalancerSourceRanges'], '`service.loadBalancerSourceRanges`'],
  [['service', 'externalTrafficPolicy'], '`service.externalTrafficPolicy`'],
  [['replicaCount'], '`deployment.replicas`'],
  [['autoscaling', 'enabled'], '`deployment`'],
  [['autoscaling', 'minReplicas'], '`deployment.minReplicas`'],
  [['autoscaling', 'maxReplicas'], '`deployment.maxReplicas`'],
  [['autoscaling', 'targetCPUUtilizationPercentage'], '`deployment.targetCpuPercent`'],
];

/**
 * Values of somebody else's for a chart, if the mesh writes none of them. Its keys are sorted,
 * lists are as they were.
 *
 * @param own what the mesh writes, or keeps from being written
 * @internal
 */
export function resolveHelmValues(
  values: Values | undefined,
  own: OwnValues,
  problems: Problems,
): Values | undefined {
  if (!values) {
    return undefined;
  }
  if (Array.isArray(values)) {
    problems.report('MESH264', 'a list is not a map of Helm values');
  }
  checkOwn(values, [], own, problems);
  return copied(values, [], problems) as Values;
}

function checkOwn(value: unknown, path: Path, own: OwnValues, problems: Problems): void {
  const touched = own.filter(([owned]) => path.every((key, i) => key === owned[i]));
  const isOwned = touched.some(([owned]) => owned.length === path.length);
  const isMap = isPlainMap(value);
  if (path.length > 0 && touched.length > 0 && (isOwned || !isMap)) {
    const [, decidedBy] = touched[0];
    problems.report('MESH263', `"${path.join('.')}" is decided by ${decidedBy}`);
  } else if (isMap && touched.length > 0) {
    entriesOf(value).forEach(([key, part]) =>
      checkOwn(part, [...path, key], own, problems.at(key)),
    );
  }
}

const isPlainMap = (value: unknown): value is Values =>
  typeof value === 'object' &&
  value !== null &&
  (Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null);

/** What is undefined is not there. */
const entriesOf = (map: Values): Array<[string, unknown]> =>
  Object.entries(map).filter(([, value]) => value !== undefined);

/** @param above what holds the value */
function copied(value: unknown, above: readonly unknown[], problems: Problems): unknown {
  if (above.includes(value)) {
    problems.report('MESH264', 'the value contains itself');
    return null;
  }
  const inside = [...above, value];
  if (Array.isArray(value)) {
    return value.map((item, i) => copied(item, inside, problems.at(i)));
  }
  if (isPlainMap(value)) {
    Object.keys(value)
      .filter(isKeyOfEveryObject)
      .forEach(key => problems.at(key).report('MESH264', `"${key}" is a key of every object`));
    return sortedRecord(
      Object.fromEntries(
        entriesOf(value).map(([key, part]) => [key, copied(part, inside, problems.at(key))]),
      ),
    );
  }
  const isScalar = value == null || ['string', 'boolean'].includes(typeof value);
  if (!isScalar && !Number.isFinite(value)) {
    const what = typeof value === 'number' ? value : `what a program has as "${typeof value}"`;
    problems.report('MESH264', `${what} is not a Helm value`);
  }
  return value;
}
