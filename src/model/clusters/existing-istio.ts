import { Given, givenMeshConfig, givenValues } from './given-values';
import { ClusterProps } from '../../description/cluster-props';
import { DnsMode } from '../../description/enums';
import { ExistingIstioProps } from '../../description/existing-istio-props';
import { Problems } from '../../problems/problems';
import { GatewayAddress } from '../../values/gateway-address';
import { Cluster, Gateway } from '../mesh';

/**
 * Whether an Istio that somebody else installs has what the mesh needs, as far as it is given.
 *
 * @internal
 */
export function checkExistingIstio(
  props: ClusterProps,
  cluster: Cluster,
  rootNamespace: string,
  problems: Problems,
): void {
  const { existingIstio } = props;
  if (!existingIstio) {
    return;
  }
  checkUnwritten(props, problems);
  const at = (key: keyof ExistingIstioProps) => problems.at('existingIstio', key);
  const config = givenMeshConfig(existingIstio.meshConfig, at('meshConfig'));
  if (config) {
    checkConfig(config, cluster, rootNamespace, at('meshConfig'));
  }
  const istiod = givenValues(existingIstio.istiodValues, at('istiodValues'));
  if (istiod) {
    const own: Given = { at: (...path) => istiod.at('meshConfig', ...path) };
    checkConfig(own, cluster, rootNamespace, at('istiodValues'));
    checkIstiod(istiod, cluster, at('istiodValues'));
  }
  const gateway = givenValues(existingIstio.gatewayValues, at('gatewayValues'));
  if (gateway && cluster.gateway) {
    checkGateway(gateway, cluster, cluster.gateway, at('gatewayValues'));
  }
}

const OF_GATEWAY = ['service', 'deployment', 'helmValues', 'proxyProtocol', 'revision'];

/** Only Helm values of ours could say it. */
const UNWRITTEN = {
  istiod: ['helmValues', 'upgrade', 'outboundTrafficPolicy'],
  gateway: OF_GATEWAY,
  egressGateway: OF_GATEWAY,
} as const satisfies { readonly [part in keyof ClusterProps]?: readonly string[] };

function checkUnwritten(props: ClusterProps, problems: Problems): void {
  for (const part of ['istiod', 'gateway', 'egressGateway'] as const) {
    const said: { readonly [key: string]: unknown } = { ...props[part] };
    for (const key of UNWRITTEN[part].filter(one => said[one] !== undefined)) {
      problems
        .at(part, key)
        .report('MESH291', `\`${key}\` would be a Helm value, and somebody else installs Istio`);
    }
  }
}

/** Istio's own trust domain, where nothing else is said. */
const DEFAULT_TRUST_DOMAIN = 'cluster.local';

function checkConfig(
  config: Given,
  { trustDomain, trustDomainAliases, dns }: Cluster,
  rootNamespace: string,
  problems: Problems,
): void {
  const found = config.at('trustDomain') ?? DEFAULT_TRUST_DOMAIN;
  if (found !== trustDomain) {
    problems.report('MESH284', `\`trustDomain\` is ${text(found)}, not "${trustDomain}"`);
  }
  const aliases = config.at('trustDomainAliases');
  trustDomainAliases
    .filter(alias => !Array.isArray(aliases) || !aliases.includes(alias))
    .forEach(alias =>
      problems.report('MESH285', `\`trustDomainAliases\` does not have "${alias}"`),
    );
  const root = config.at('rootNamespace') ?? rootNamespace;
  if (root !== rootNamespace) {
    problems.report('MESH288', `\`rootNamespace\` is ${text(root)}, not "${rootNamespace}"`);
  }
  const capture = config.at('defaultConfig', 'proxyMetadata', 'ISTIO_META_DNS_CAPTURE');
  if (dns.mode === DnsMode.SIDECAR && String(capture) !== 'true') {
    problems.report(
      'MESH287',
      `\`defaultConfig.proxyMetadata.ISTIO_META_DNS_CAPTURE\` is ${text(capture)}, not "true"`,
    );
  }
}

function checkIstiod(values: Given, { network }: Cluster, problems: Problems): void {
  const found = values.at('global', 'network');
  if (found !== network) {
    problems.report('MESH286', `\`global.network\` is ${text(found)}, not "${network}"`);
  }
  const flag = 'PILOT_ENABLE_SERVICEENTRY_SELECT_PODS';
  const selects = values.at('pilot', 'env', flag) ?? values.at('env', flag) ?? true;
  if (String(selects) !== 'true') {
    problems.report('MESH288', `\`${flag}\` is ${text(selects)}, not "true"`);
  }
}

function checkGateway(
  values: Given,
  { network }: Cluster,
  { labels, service }: Gateway,
  problems: Problems,
): void {
  const report = (message: string) => problems.report('MESH289', message);
  for (const [key, wanted] of Object.entries(labels)) {
    const found = values.at('labels', key) ?? labelOfChart(key, values);
    if (found !== wanted) {
      report(`label "${key}" is ${text(found)}, not "${wanted}"`);
    }
  }
  const view = values.at('env', 'ISTIO_META_REQUESTED_NETWORK_VIEW');
  if (view !== network) {
    report(`\`env.ISTIO_META_REQUESTED_NETWORK_VIEW\` is ${text(view)}, not "${network}"`);
  }
  if (values.at('networkGateway')) {
    report(`\`networkGateway\` is ${text(values.at('networkGateway'))}`);
  }
  const ports = values.at('service', 'ports');
  const target = GatewayAddress.DEFAULT_PORT;
  for (const { port } of service.ports) {
    const isThere = (Array.isArray(ports) ? ports : []).some(
      one => one?.port === port && (one.targetPort ?? port) === target,
    );
    if (!isThere) {
      report(`\`service.ports\` has no port ${port} with the target port ${target}`);
    }
  }
}

/** The chart gives the labels `app` and `istio` by the name of the release. */
function labelOfChart(key: string, values: Given): unknown {
  const name = values.at('name');
  const byName = typeof name === 'string' ? { app: name, istio: name.replace(/^istio-/, '') } : {};
  return Object.entries(byName).find(([label]) => label === key)?.[1];
}

const text = (value: unknown): string =>
  value === undefined || value === null ? 'missing' : `"${String(value)}"`;
