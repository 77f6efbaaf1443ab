import { Context, missing, unseen } from './context';
import { checkProxy } from './gateway-proxy';
import { GatewayAddress } from '../../values/gateway-address';
import { canonicalIp, ipFamily } from '../../values/ip';
import { GatewayFacts } from '../world/facts';
import { covers, Labels, Manifest, serviceAddresses } from '../world/manifest';

/** Whether the gateways are where others look for them. @returns what is right @internal */
export function checkGateways(context: Context): string {
  const { gateways } = context.written.files.facts;
  for (const gateway of gateways) {
    const service = serviceOf(gateway, context);
    if (service) {
      gateway.addresses.forEach(address => checkAddress(address, gateway, service, context));
      checkInside(gateway, service, context);
    } else {
      missing('MESH877', { group: '', kind: 'Service', ...gateway }, context);
    }
    checkProxy(gateway, context);
  }
  const addresses = gateways.flatMap(one => [...one.addresses, ...one.localAddresses]);
  return gateways.length === 0 ? 'none was written' : `at ${addresses.join(', ') || 'no address'}`;
}

/** By its name; one that others installed may have another, and selects the same pods. */
function serviceOf({ name, namespace }: GatewayFacts, { live, written }: Context) {
  const [ours] = written.of('networking.istio.io', 'Gateway');
  const selector: Labels | undefined = ours?.spec.selector;
  const isAlike = ({ spec }: Manifest) =>
    selector !== undefined && spec.selector && covers(selector, spec.selector);
  return (
    live.get('', 'Service', namespace, name) ??
    live.of('', 'Service').find(one => one.namespace === namespace && isAlike(one))
  );
}

/** An address as it is written: a host, and a port unless it is the usual one. */
function checkAddress(
  text: string,
  { ports }: GatewayFacts,
  service: Manifest,
  context: Context,
): void {
  const { host: written, port } = GatewayAddress.of(text);
  const host = canonical(written);
  const { spec, values } = service;
  const all: any[] = spec.ports ?? [];
  const object = `Service ${service.namespace}/${service.name}`;
  if (all.some(({ nodePort }) => nodePort === port)) {
    checkNode(host, context);
    return;
  }
  if (!all.some(one => one.port === port) && ports[String(port)] === undefined) {
    const known = all.map(one => one.port).join(', ');
    context.findings.report(
      'MESH877',
      object,
      `has no port ${port}, which was written in "${text}"; it has ${known || 'none'}`,
    );
  }
  checkHost(
    host,
    serviceAddresses(service).map(canonical),
    object,
    values.metadata.annotations,
    context,
  );
}

function checkHost(
  host: string,
  has: readonly string[],
  object: string,
  annotations: Labels | undefined,
  { findings, addresses, accepted }: Context,
): void {
  const published = (annotations?.['external-dns.alpha.kubernetes.io/hostname'] ?? '').split(/, */);
  const found = addresses.get(host);
  if (has.includes(host) || published.includes(host)) {
    return;
  }
  if (
    found &&
    has.some(one => found.includes(one) || addresses.get(one)?.some(ip => found.includes(ip)))
  ) {
    return;
  }
  const what = has.length === 0 ? 'no address yet' : has.join(', ');
  if (isIp(host) || found || has.length === 0) {
    const leads = found ? `, which leads to ${found.join(', ') || 'nothing'}` : '';
    findings.report('MESH876', object, `has ${what}; "${host}"${leads} was written`);
  } else if (!accepted.has(`Address//${host}`)) {
    findings.report('MESH878', object, `has ${what}; the name "${host}" was written`);
  }
}

/** A port of the nodes: the address should be that of one, or of what is before them. */
function checkNode(host: string, context: Context): void {
  const { live, findings, addresses } = context;
  if (!live.sees('', 'Node')) {
    unseen(context, `the Node with the address ${host}`);
    return;
  }
  const all: any[] = live.of('', 'Node').flatMap(({ status }) => status.addresses ?? []);
  const has = all.map(one => String(one?.address));
  const isFound = [host, ...(addresses.get(host) ?? [])].some(one => has.includes(one));
  if (!isFound && !context.accepted.has(`Address//${host}`)) {
    // nodes with inner addresses only are reached through something else
    const isKnown = isIp(host) && all.some(one => one?.type === 'ExternalIP');
    const message = `have ${has.join(', ') || 'no address'}; "${host}" was written`;
    findings.report(isKnown ? 'MESH876' : 'MESH878', 'Nodes', message);
  }
}

/** Addresses that only pods of the cluster use, such as of an egress gateway. */
function checkInside({ localAddresses }: GatewayFacts, service: Manifest, context: Context): void {
  const has = [service.spec.clusterIP, ...(service.spec.clusterIPs ?? [])];
  localAddresses
    .filter(address => isIp(address) && !has.includes(address))
    .forEach(address =>
      context.findings.report(
        'MESH876',
        `Service ${service.namespace}/${service.name}`,
        `has the cluster IP ${service.spec.clusterIP}; "${address}" was written`,
      ),
    );
}

const isIp = (host: string): boolean => ipFamily(host) !== 0;

const canonical = (host: string): string => (isIp(host) ? canonicalIp(host) : host.toLowerCase());
