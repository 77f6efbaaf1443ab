import { Manifest, Source } from '../analysis/world/manifest';
import { World } from '../analysis/world/world';

/** How clusters were connected before. @internal */
export const FORMS = ['guide', 'mcs', 'multi-primary', 'federation'] as const;

/** @internal */
export type FormName = (typeof FORMS)[number];

/** A service that some clusters offered to others. @internal */
export interface Offer {
  readonly name: string;
  readonly namespace: string;
  readonly servers: readonly Server[];
  readonly uses: readonly Use[];
}

/** A cluster that served it. @internal */
export interface Server {
  readonly cluster: string;
  /** what says that it did */
  readonly sources: readonly Source[];
  /** undefined where the manifests do not have it */
  readonly service?: Manifest;
}

/** How a cluster called it. @internal */
export interface Use {
  readonly cluster: string;
  /** the name by which it was called */
  readonly host: string;
  readonly sources: readonly Source[];
  /** addresses that the name had */
  readonly virtualIps: readonly string[];
  /** ports that callers were told, where the Service may not be there */
  readonly ports: readonly UsedPort[];
}

/** @internal */
export interface UsedPort {
  readonly number: number;
  readonly protocol?: string;
}

/** What a form of connecting clusters makes of a world. @internal */
export interface OldMesh {
  readonly offers: readonly Offer[];
  /** the end of all names by which services were called, if they can keep them */
  readonly suffix?: string;
  /**
   * The world with objects of Istio in the place of what other programs did, so that `reach` can
   * follow a call through it.
   */
  readonly world: World;
  /** objects of the old mesh that the new one takes the place of, by cluster */
  readonly replaced: ReadonlySet<Manifest>;
  /** addresses of gateways, as others dialed them, by cluster */
  readonly dialed: ReadonlyMap<string, readonly string[]>;
  /** gateways that are of no use to the new mesh, by name */
  readonly otherGateways: ReadonlySet<string>;
  /** whether the pods did not see who called */
  readonly hidesCallers: boolean;
}
