import { isAccepted, isExported, modeOf, namesakeOf, strangerOf } from './matrix';
import { each } from '../parallel';
import { call } from './request';
import { isHttp, must } from './requests';
import {
  AuthorizationMode,
  DnsMode,
  GatewayRoute,
  Protocol,
  ServicePort,
  ServiceProps,
} from '../../src';
import { Results } from '../results';
import { waitFor } from '../stand/commands';
import { count } from '../stand/envoy';
import { KubernetesObject } from '../stand/kubernetes-api';
import { Stand } from '../stand/stand';
import { Workload } from '../stand/workloads';

const SUITE = 'gateways';
const AT_A_TIME = 4;

/**
 * A way that somebody in a cluster made for himself to a service of another: no policy of the
 * caller's side stands in it.
 */
export interface Attempt {
  readonly caller: Workload;
  readonly service: ServiceProps;
  readonly port: ServicePort;
  readonly owner: string;
  readonly host: string;
  readonly virtualIp: string;
  /** false when the gateway has no business to know host and port */
  readonly isKnown: boolean;
}

const OF_HIS_OWN = 'own-entry';
const NO_CHAIN = '15443.no_filter_chain_match$';

/**
 * What the callers' side does not stop: in each cluster somebody writes his own entries, with the
 * gateways' addresses. He is a stranger whom no grant names, or a namesake of somebody in another
 * cluster. What is not exported must end at the gateway, the rest at the pods.
 */
export async function gateways(stand: Stand, results: Results): Promise<void> {
  const clusters = stand.clusters.filter(
    ({ props }) => (props.dns?.mode ?? DnsMode.SIDECAR) === DnsMode.SIDECAR,
  );
  for (const cluster of clusters) {
    const attempts = attemptsFrom(stand, cluster.name);
    if (attempts.length === 0) {
      continue;
    }
    await results.check(SUITE, `${cluster.name}: somebody makes entries of his own`, async () => {
      await cluster.plane.kubectl(['apply', '-f', '-'], {
        input: JSON.stringify({
          apiVersion: 'v1',
          kind: 'List',
          items: attempts.flatMap(one => entries(one, stand)),
        }),
      });
      await each(attempts, AT_A_TIME, async one => {
        const pod = await stand.workload(one.caller);
        await waitFor(
          `${own(one)} to resolve`,
          30,
          async () => !(await call(pod, one.port.protocol, own(one), one.port.number)).isUnknown,
        );
      });
    });
    for (const one of attempts) {
      await results.check(
        SUITE,
        `${cluster.name} ${one.caller.namespace}/${one.caller.serviceAccount} → ${one.host}:${one.port.number} at ${one.owner}'s gateway`,
        () => judge(one, stand),
      );
    }
    await cluster.plane.kubectl([
      'delete',
      'serviceentries,destinationrules',
      '--all-namespaces',
      '--selector',
      `${OF_HIS_OWN}=true`,
    ]);
  }
}

/** Every service of every other cluster, and for each a port that it does not have. */
export function attemptsFrom(stand: Stand, cluster: string): Attempt[] {
  const { services = [], suffix = 'global' } = stand.description;
  const stranger = strangerOf(stand.workloads, cluster);
  let number = 0;
  return services.flatMap(service =>
    service.clusters
      .filter(owner => owner !== cluster)
      .slice(0, 1)
      .flatMap(owner => {
        const of = (caller: Workload, port: ServicePort, isKnown: boolean): Attempt => ({
          caller,
          service,
          port,
          owner,
          host: `${service.name}.${service.namespace}.${suffix}`,
          virtualIp: `240.9.0.${++number}`,
          isKnown,
        });
        const undeclared = { number: 6, protocol: Protocol.HTTP };
        const namesake = namesakeOf(stand.workloads, cluster, stand.description, service);
        return [
          ...[stranger, ...(namesake ? [namesake] : [])].flatMap(caller =>
            service.ports.map(port => of(caller, port, isExported(stand.description, service))),
          ),
          of(stranger, undeclared, false),
        ];
      }),
  );
}

/** One pair for each port, with names of its own: so that none gets in another's way. */
export function entries(one: Attempt, stand: Stand): KubernetesObject[] {
  const { caller, port, host, service, owner, virtualIp } = one;
  const name = `${service.name}-${service.namespace}-${port.number}`;
  const gateway = stand.gatewayAddress(owner);
  const metadata = { name, namespace: caller.namespace, labels: { [OF_HIS_OWN]: 'true' } };
  const known =
    service.gatewayRoute === GatewayRoute.SNI
      ? `${service.name}.${service.namespace}.svc.cluster.local`
      : host;
  return [
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'ServiceEntry',
      metadata,
      spec: {
        hosts: [own(one)],
        addresses: [virtualIp],
        location: 'MESH_INTERNAL',
        resolution: 'STATIC',
        exportTo: ['.'],
        ports: [{ number: port.number, name: 'port', protocol: port.protocol }],
        endpoints: [{ address: gateway.host, ports: { port: gateway.port } }],
      },
    },
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'DestinationRule',
      metadata,
      spec: {
        host: own(one),
        exportTo: ['.'],
        trafficPolicy: {
          tls: { mode: 'ISTIO_MUTUAL', sni: `outbound_.${port.number}_._.${known}` },
        },
      },
    },
  ];
}

export function own({ host, port }: Attempt): string {
  return `p${port.number}.${host}`;
}

async function judge(one: Attempt, stand: Stand): Promise<string> {
  const { caller, service, port, owner } = one;
  const gateway = await stand.gateway(owner);
  const before = await count(gateway, NO_CHAIN);
  const answer = await call(await stand.workload(caller), port.protocol, own(one), port.number);
  const refusals = (await count(gateway, NO_CHAIN)) - before;
  if (!one.isKnown) {
    must(answer.status !== 200, `should be refused, but is answered: ${answer.raw}`);
    must(
      refusals > 0,
      `${owner}'s gateway should count no_filter_chain_match; the caller saw: ${answer.raw}`,
    );
    return 'refused by the gateway: no_filter_chain_match';
  }
  must(refusals === 0, `${owner}'s gateway should let it in`);
  if (!isForbidden(one, stand)) {
    const isWelcome = isAccepted(stand.description, caller, service, owner);
    must(
      answer.status === 200,
      `should be answered, since nothing is enforced, but: ${answer.raw}`,
    );
    return isWelcome ? 'answered' : 'let in: the policy only counts';
  }
  must(answer.status !== 200, `should be refused, but is answered: ${answer.raw}`);
  must(answer.status === 403 || !isHttp(port.protocol), `should be forbidden, but: ${answer.raw}`);
  return 'refused by the pod: forbidden';
}

/** Whether the pods refuse what the gateway let in. */
export function isForbidden({ caller, service, owner }: Attempt, { description }: Stand): boolean {
  return (
    modeOf(description, service) === AuthorizationMode.ENFORCE &&
    !isAccepted(description, caller, service, owner)
  );
}
