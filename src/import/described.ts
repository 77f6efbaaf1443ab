import { KnownCluster } from './clusters';
import { Granted } from './grants';
import { Offer, OldMesh } from './old-mesh';
import { KnownService } from './services';
import { Manifest } from '../analysis/world/manifest';
import { AuthorizationMode } from '../description/enums';
import { GrantProps, ServiceProps } from '../description/service-props';

/** A cluster in the form of the description. @internal */
export interface DescribedCluster {
  readonly name: string;
  readonly istio: string;
  readonly network?: string;
  readonly trustDomain?: string;
  readonly trustDomainAliases?: readonly string[];
  readonly gateway?: {
    readonly addresses: readonly string[];
    readonly namespace?: string;
    readonly labels?: { readonly [label: string]: string };
    readonly otherGatewayHosts?: readonly string[];
  };
  readonly existingNamespaces?: readonly string[];
}

/** A service with its grants, and what they come from. @internal */
export interface ImportedService {
  readonly offer: Offer;
  readonly known: KnownService;
  readonly granted: Granted;
  readonly props: ServiceProps;
  readonly grants: readonly GrantProps[];
}

/** All that goes into the description. @internal */
export interface Described {
  readonly suffix: string;
  readonly trustDomain?: string;
  readonly meshId?: string;
  readonly rootNamespace?: string;
  readonly clusters: ReadonlyArray<{
    readonly known: KnownCluster;
    readonly props: DescribedCluster;
  }>;
  readonly services: readonly ImportedService[];
  readonly old: OldMesh;
  readonly replaced: ReadonlySet<Manifest>;
}

/**
 * Policies that grants say all of. Of those that limit the same pods all go, or none: what one lets
 * in another one may not.
 *
 * @internal
 */
export function policiesTakenOver(services: readonly ImportedService[]): Manifest[] {
  let left = services.filter(({ props }) => props.authorization === AuthorizationMode.ENFORCE);
  for (let before = -1; before !== left.length;) {
    before = left.length;
    const kept = new Set(
      services.filter(one => !left.includes(one)).flatMap(({ granted }) => granted.policies),
    );
    left = left.filter(({ granted }) => !granted.policies.some(policy => kept.has(policy)));
  }
  return left.flatMap(({ granted }) => granted.policies);
}
