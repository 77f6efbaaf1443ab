import { Behind } from './behind';
import { Offer, Server } from './old-mesh';
import { Manifest, objectText, sourceText } from '../analysis/world/manifest';
import { World } from '../analysis/world/world';
import { Protocol } from '../description/enums';
import { ServicePort, ServiceProps } from '../description/service-props';
import { exportedPorts } from '../description/sources/exported-ports';
import { exportedService } from '../description/sources/exported-service';
import { Problems } from '../problems/problems';
import { serviceKey } from '../values/names';
import { sortedRecord } from '../values/order';

/** A service of the description, as its Services and workloads say. @internal */
export type KnownService = Pick<
  ServiceProps,
  | 'name'
  | 'namespace'
  | 'clusters'
  | 'ports'
  | 'selector'
  | 'serviceAccounts'
  | 'serviceAccountsByCluster'
  | 'members'
>;

/** Stands where somebody has to say something. @internal */
export const toSay = (what: string): string => `<${what.replace(/[<>]/g, '')}>`;

/** Reads Services and workloads of clusters. @internal */
export class Services {
  private readonly behind: Behind;

  public constructor(world: World) {
    this.behind = new Behind(world);
  }

  /** Undefined after reporting why the mesh cannot have it. */
  public of(offer: Offer, problems: Problems): KnownService | undefined {
    const read = offer.servers.map(server => ({
      server,
      service: this.read(offer, server, problems),
    }));
    if (read.some(({ service }) => service === undefined)) {
      return undefined;
    }
    const [{ service: first }] = read as Array<{ server: Server; service: KnownService }>;
    const others = read.slice(1).map(({ service }) => service!);
    for (const other of others) {
      const differ = (['ports', 'selector'] as const).filter(
        key => !isSame(first![key], other[key]),
      );
      if (differ.length > 0) {
        problems.report(
          'MESH961',
          `${serviceKey(offer)} has other ${differ.join(' and ')} in ${other.clusters[0]} than in ${first!.clusters[0]}, which are written`,
        );
      }
    }
    const accounts = others
      .filter(({ serviceAccounts }) => !isSame(serviceAccounts, first!.serviceAccounts))
      .map(({ clusters, serviceAccounts }) => [clusters[0], serviceAccounts!]);
    return {
      ...first!,
      clusters: offer.servers.map(({ cluster }) => cluster),
      serviceAccountsByCluster: accounts.length > 0 ? Object.fromEntries(accounts) : undefined,
    };
  }

  private read(offer: Offer, { cluster, service }: Server, problems: Problems) {
    if (!service) {
      problems.report(
        'MESH953',
        `the Service ${serviceKey(offer)} is not in the manifests of cluster "${cluster}"`,
      );
      return this.fromCallers(offer, cluster);
    }
    const workloads = this.behind.workloadsIn(cluster);
    const own = problems.at(sourceText(service.source)).apart();
    const source = sourceOf(service);
    const found = exportedService(source, workloads, [cluster], own);
    if (found) {
      return this.withProblems(found, own, service, problems);
    }
    const missing = own.all.every(({ code }) => code === 'MESH153');
    if (!missing) {
      return this.withProblems(undefined, own, service, problems);
    }
    problems
      .at(sourceText(service.source))
      .report(
        'MESH953',
        `the pods of ${objectText(service)} are not in the manifests of cluster "${cluster}", so their service accounts are not known`,
      );
    const ports = exportedPorts(service.spec.ports ?? [], [], own.apart());
    return {
      name: offer.name,
      namespace: offer.namespace,
      clusters: [cluster],
      ports,
      selector: sortedRecord<string>(service.spec.selector),
      serviceAccounts: [toSay(`service accounts of ${serviceKey(offer)}`)],
    };
  }

  /** What a Service lacks for other clusters to call it. */
  private withProblems(
    found: KnownService | undefined,
    own: Problems,
    service: Manifest,
    problems: Problems,
  ): KnownService | undefined {
    const errors = own.errors.filter(({ code }) => code !== 'MESH153');
    for (const { code, message, remedy } of own.all) {
      problems
        .at(sourceText(service.source))
        .report(
          'MESH956',
          `${objectText(service)}: ${message} (${code})`,
          errors.length > 0 ? `It is left out. ${remedy}` : remedy,
        );
    }
    return errors.length > 0 ? undefined : found;
  }

  private fromCallers(offer: Offer, cluster: string): KnownService {
    const used = offer.uses.flatMap(({ ports }) => ports);
    const ports = [...new Map(used.map(port => [port.number, port])).values()];
    const key = serviceKey(offer);
    return {
      name: offer.name,
      namespace: offer.namespace,
      clusters: [cluster],
      ports: ports.map(({ number, protocol }): ServicePort => ({
        number,
        protocol: protocolOf(protocol),
      })),
      selector: { app: toSay(`label of the pods of ${key}`) },
      serviceAccounts: [toSay(`service accounts of ${key}`)],
    };
  }
}

const PROTOCOLS: readonly string[] = Object.values(Protocol);

function protocolOf(text = 'TCP'): Protocol {
  const upper = text.toUpperCase().replace(/^HTTPS$/, Protocol.TLS);
  return PROTOCOLS.includes(upper) ? (upper as Protocol) : Protocol.TCP;
}

const sourceOf = ({ values, namespace, source }: Manifest) => ({
  object: values,
  namespace: namespace || undefined,
  file: source.file,
  where: sourceText(source),
});

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
