import { Aspect } from './aspects';
import { Facts, Flattener } from './facts';
import { remember } from '../../values/remember';
import { policiesFor } from '../mesh/authorization';
import { Cluster } from '../mesh/cluster';
import { MergedRule, subsetOf } from '../mesh/destination-rules';
import { GatewayProxy } from '../mesh/gateways';
import { Pods } from '../mesh/pods';
import { virtualServiceOf } from '../mesh/virtual-services';
import { DialedCall } from '../reach/call';
import { Mesh } from '../reach/mesh';
import { Answer } from '../reach/verdict';
import { objectText } from '../world/manifest';

/** @internal */
export type Traits = ReadonlyMap<Aspect, Facts>;

/** Which part of a rule of a VirtualService is about what. */
const OF_ROUTE: { readonly [key: string]: Aspect } = {
  timeout: 'timeouts',
  retries: 'timeouts',
  route: 'share',
  name: 'requests',
};

/** The same of a traffic policy. */
const OF_POLICY: { readonly [key: string]: Aspect } = {
  connectionPool: 'timeouts',
  outlierDetection: 'timeouts',
  retryBudget: 'timeouts',
  tls: 'identity',
  tunnel: 'path',
  proxyProtocol: 'path',
};

/** The same of settings for all calls. */
const OF_MESH: { readonly [key: string]: Aspect } = {
  connectTimeout: 'timeouts',
  defaultHttpRetryPolicy: 'timeouts',
};

/** Collects how a call goes while it is followed. @internal */
export class TraitsCollector {
  private readonly found = new Map<Aspect, Map<string, string>>();
  private readonly served: Array<readonly [Cluster, Pods]> = [];
  private readonly hasSettings = new Set<unknown>();

  public constructor(private readonly places: Places) {}

  /** Hears of each endpoint that is dialed. */
  public readonly onDial = (call: DialedCall): void => {
    if (call.through.length === 0) {
      this.addOutbound(call);
    }
    if (call.endpoint.pods) {
      this.served.push([call.from, call.endpoint.pods]);
      this.add('path', this.places.path(call), '');
    }
  };

  /**
   * @param answered who answers
   * @param isPart whether only some requests get through, so that it matters which
   */
  public traits(answered: readonly Answer[], isPart: boolean): Traits {
    for (const { cluster, namespace, serviceAccount, port } of answered) {
      this.add('endpoints', `${namespace}/${serviceAccount}:${port} of ${cluster}`, '');
    }
    if (isPart) {
      for (const [cluster, pods] of this.served) {
        const all = cluster.seen('security.istio.io', 'AuthorizationPolicy');
        for (const policy of policiesFor(pods, all, cluster.mesh)) {
          this.addAll('requests', this.places.flattener.of(policy.spec, objectText(policy)));
        }
      }
    }
    return this.found;
  }

  private addOutbound(call: DialedCall): void {
    const { endpoint, accepted, isMutual, cluster, destination } = call;
    this.add('endpoints', endpoint.text, '');
    if (endpoint.locality) {
      this.add('order', `locality of ${endpoint.text}`, endpoint.locality);
    }
    const expected = accepted.length > 0 ? accepted : ['any workload of the mesh'];
    (isMutual ? expected : ['nobody, without mutual TLS']).forEach(name =>
      this.add('identity', name, ''),
    );
    const { rule } = call;
    if (this.hasSettings.has(destination)) {
      return;
    }
    this.hasSettings.add(destination);
    this.add('identity', 'trust domain of the caller', cluster.mesh.trustDomain);
    this.addRoute(call);
    this.addPolicy(rule, destination.subset, destination.port.number);
    this.addEndpoints(destination.service.manifest.spec.endpoints ?? []);
    this.addMesh(cluster);
  }

  private addRoute({ cluster, host, scope }: DialedCall): void {
    const manifest = virtualServiceOf(host, scope, cluster.virtualServicesFor(host), cluster.mesh);
    for (const section of ['http', 'tcp']) {
      (manifest?.spec[section] ?? []).forEach((rule: any, i: number) =>
        this.addBy(rule, `${section}[${i}].`, key => OF_ROUTE[key] ?? 'requests'),
      );
    }
  }

  private addPolicy(rule: MergedRule | undefined, subset: string, port: number): void {
    for (const policy of [rule?.trafficPolicy, subsetOf(rule, subset)?.trafficPolicy]) {
      const { portLevelSettings = [], ...general } = policy ?? {};
      const own = portLevelSettings.find((one: any) => one.port?.number === port) ?? {};
      const { loadBalancer, ...more } = { ...general, ...own, port: undefined };
      this.addBy(more, '', key => OF_POLICY[key] ?? 'requests');
      const { localityLbSetting, ...balancer } = loadBalancer ?? {};
      this.addAll('share', this.places.flattener.of(balancer, 'loadBalancer'));
      this.addLocality(localityLbSetting);
    }
  }

  private addLocality({ distribute, ...order }: any = {}): void {
    this.addAll('share', this.places.flattener.of(distribute ?? [], 'distribute'));
    this.addAll('order', this.places.flattener.of(order, 'localityLbSetting'));
  }

  private addEndpoints(endpoints: readonly any[]): void {
    endpoints
      .filter(({ weight }) => weight !== undefined)
      .forEach(({ address, weight }) => this.add('share', `weight of ${address}`, String(weight)));
  }

  private addMesh({ files }: Cluster): void {
    const { locality } = files.facts;
    if (locality) {
      this.add('order', 'locality of the caller', locality);
    }
    const config = files.istiods[0]?.values.meshConfig ?? {};
    for (const [key, aspect] of Object.entries(OF_MESH)) {
      this.addAll(aspect, this.places.flattener.of(config[key], `meshConfig.${key}`));
    }
    this.addLocality(config.localityLbSetting);
  }

  private addBy(values: any, prefix: string, aspectOf: (key: string) => Aspect): void {
    for (const [key, value] of Object.entries(values ?? {})) {
      this.addAll(aspectOf(key), this.places.flattener.of(value, `${prefix}${key}`));
    }
  }

  private addAll(aspect: Aspect, facts: Facts): void {
    facts.forEach((value, name) => this.add(aspect, name, value));
  }

  private add(aspect: Aspect, name: string, value: string): void {
    remember(this.found, aspect, () => new Map<string, string>()).set(name, value);
  }
}

/** Knows the names of gateways, with their clusters. @internal */
export class Places {
  public readonly flattener = new Flattener();
  private readonly names = new Map<GatewayProxy, string>();

  public constructor({ clusters }: Mesh) {
    for (const { name: cluster, gateways } of clusters.values()) {
      for (const gateway of gateways) {
        this.names.set(gateway, `${gateway.namespace}/${gateway.name} of ${cluster}`);
      }
    }
  }

  /** The gateways that a call comes through. */
  public path({ through, from }: DialedCall): string {
    const names = through.map(gateway => this.names.get(gateway) ?? gateway.name);
    return [...(names.length === 0 ? ['directly'] : names), `pods of ${from.name}`].join(' → ');
  }
}
