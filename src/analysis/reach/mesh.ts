import { Judgement } from './hop';
import { remember } from '../../values/remember';
import { Cluster } from '../mesh/cluster';
import { Endpoint } from '../mesh/endpoints';
import { GatewayProxy } from '../mesh/gateways';
import { Account } from '../world/assumed';
import { World } from '../world/world';

/** What is taken away, to see what would be. @internal */
export interface WhatIf {
  readonly withoutClusters?: readonly string[];
  /** addresses, with or without a port */
  readonly withoutGateways?: readonly string[];
  /** version of Istio in all clusters */
  readonly istio?: string;
  /** pods that run as another account */
  readonly identities?: readonly Identity[];
  /** on which certificates have to be valid; unless given, no day is looked at */
  readonly day?: Date;
}

/** Pods of an account, and the account whose certificate they have. @internal */
export interface Identity extends Account {
  readonly is: string;
}

/** A gateway, and the cluster that it is in. @internal */
export interface PlacedGateway {
  readonly cluster: Cluster;
  readonly gateway: GatewayProxy;
}

type PassedBySni = Map<string, Judgement<Endpoint>>;

/** All clusters, and which address leads to which of their gateways. @internal */
export class Mesh {
  public readonly clusters: ReadonlyMap<string, Cluster>;
  private readonly byAddress = new Map<string, PlacedGateway[]>();
  private readonly passed = new Map<GatewayProxy, Map<number, PassedBySni>>();
  private readonly gone: ReadonlySet<string>;
  private readonly down: ReadonlySet<string>;

  public constructor(
    { clusters }: World,
    private readonly whatIf: WhatIf = {},
  ) {
    this.gone = new Set(whatIf.withoutClusters);
    this.down = new Set(whatIf.withoutGateways);
    this.clusters = new Map(
      clusters.map(files => [files.name, new Cluster(files, this.identitiesIn(files.name))]),
    );
    for (const cluster of this.clusters.values()) {
      for (const gateway of cluster.gateways) {
        for (const address of gateway.addresses) {
          remember(this.byAddress, hostOf(address), () => []).push({ cluster, gateway });
        }
      }
    }
  }

  private identitiesIn(cluster: string): ReadonlyMap<string, string> {
    const own = (this.whatIf.identities ?? []).filter(one => one.cluster === cluster);
    return new Map(own.map(one => [`${one.namespace}/${one.serviceAccount}`, one.is]));
  }

  /** On which certificates have to be valid. */
  public get day(): Date | undefined {
    return this.whatIf.day;
  }

  /** Whether a cluster is taken away. */
  public isGone(cluster: string): boolean {
    return this.gone.has(cluster);
  }

  /** Whether an address is taken away. */
  public isDown(address: string, port: number): boolean {
    return this.down.has(address) || this.down.has(`${address}:${port}`);
  }

  /**
   * What a gateway does with calls of a server name that come in at a port of its pods.
   *
   * @param judge is asked the first time
   */
  public passedOn(
    gateway: GatewayProxy,
    port: number,
    sni: string,
    judge: () => Judgement<Endpoint>,
  ): Judgement<Endpoint> {
    const byPort = remember(this.passed, gateway, () => new Map<number, PassedBySni>());
    return remember(
      remember(byPort, port, () => new Map()),
      sni,
      judge,
    );
  }

  /** The minor version of Istio in a cluster; undefined if nobody knows. */
  public istioMinor({ files }: Cluster): number | undefined {
    const [, minor] = /^v?1\.(\d+)/.exec(this.whatIf.istio ?? files.facts.istio ?? '') ?? [];
    return minor === undefined ? undefined : Number(minor);
  }

  /** The gateways at an address, as a cluster calls it: its own addresses come first. */
  public gatewaysAt(address: string, caller: Cluster): readonly PlacedGateway[] {
    const own = caller.gateways.filter(({ localAddresses }) =>
      localAddresses.some(local => hostOf(local) === address),
    );
    return own.length > 0
      ? own.map(gateway => ({ cluster: caller, gateway }))
      : (this.byAddress.get(address) ?? []);
  }
}

/** An address without its port: `198.18.3.1:31443`, `[2001:db8::1]:443`, `gw.example.com`. */
function hostOf(address: string): string {
  const [, v6, rest] = /^(?:\[([^\]]+)\](?::\d+)?|([^:]+)(?::\d+)?)$/.exec(address) ?? [];
  return v6 ?? rest ?? address;
}
