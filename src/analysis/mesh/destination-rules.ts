import { fullHost, isWildcard, mostSpecific } from './host';
import { MeshConfig } from './mesh-config';
import { Service } from './services';
import { remember } from '../../values/remember';
import { covers, Labels, Manifest } from '../world/manifest';

/** Rules of one host that Istio made one. @internal */
export interface MergedRule {
  /** the oldest, whose settings count */
  readonly manifest: Manifest;
  readonly exportTo: readonly string[];
  readonly trafficPolicy: any;
  readonly subsets: readonly any[];
  readonly selector?: Labels;
  /** all that were merged */
  readonly from: readonly Manifest[];
}

/** Rules by host. Most meshes have no wildcards, so that nobody need look for one. */
class ByHost {
  private readonly rules = new Map<string, MergedRule[]>();
  private hasWildcards = false;

  /** Those of exactly this host, to which others may be added. */
  public of(host: string): MergedRule[] {
    this.hasWildcards ||= isWildcard(host);
    return remember(this.rules, host, () => []);
  }

  public for(host: string): readonly MergedRule[] | undefined {
    return this.hasWildcards ? mostSpecific(host, this.rules) : this.rules.get(host);
  }
}

/**
 * The DestinationRules of a cluster: the client's namespace first, then that of the service, then
 * the root namespace; the first that has one for the host decides (Istio: `destinationRule` and
 * `setDestinationRules` in pilot/pkg/model/push_context.go).
 *
 * @internal
 */
export class DestinationRules {
  private readonly local = new Map<string, ByHost>();
  private readonly exported = new Map<string, ByHost>();
  private readonly rootOnly = new ByHost();

  /** @param rules in the order of `byAge` */
  public constructor(
    rules: readonly Manifest[],
    private readonly mesh: MeshConfig,
  ) {
    // those with a selector are looked at first (Istio: sortConfigBySelectorAndCreationTime)
    const hasSelector = ({ spec }: Manifest) => spec.workloadSelector !== undefined;
    const sorted = [...rules.filter(hasSelector), ...rules.filter(rule => !hasSelector(rule))];
    sorted.forEach(rule => this.add(rule));
  }

  private add(rule: Manifest): void {
    const { namespace, spec } = rule;
    const exportTo: string[] = spec.workloadSelector ? ['.'] : (spec.exportTo ?? []);
    const isOwn = (one: string) => one === '.' || one === namespace;
    if (exportTo.length === 0 || exportTo.some(one => isOwn(one) || one === '*')) {
      merge(
        remember(this.local, namespace, () => new ByHost()),
        rule,
        exportTo,
      );
    }
    const isPrivate =
      exportTo.length === 0
        ? this.mesh.exportTo.destinationRule.includes('.')
        : exportTo.every(isOwn);
    if (!isPrivate) {
      merge(
        remember(this.exported, namespace, () => new ByHost()),
        rule,
        exportTo,
      );
    } else if (namespace === this.mesh.rootNamespace) {
      merge(this.rootOnly, rule, exportTo);
    }
  }

  /** The rule by which a proxy calls a service. */
  public for(
    { host, namespace: owner }: Pick<Service, 'host' | 'namespace'>,
    client: string,
    labels: Labels,
  ): MergedRule | undefined {
    const { rootNamespace } = this.mesh;
    const own = client === rootNamespace ? this.rootOnly : this.local.get(client);
    const found =
      own?.for(host) ??
      this.exportedFrom(owner, host, client) ??
      this.exportedFrom(rootNamespace, host, client) ??
      [];
    const selected = found.find(
      ({ selector, manifest }) =>
        selector && manifest.namespace === client && covers(selector, labels),
    );
    return selected ?? found.filter(({ selector }) => !selector).at(-1);
  }

  private exportedFrom(owner: string, host: string, client: string): MergedRule[] | undefined {
    const rules = this.exported.get(owner)?.for(host);
    const seen = rules?.filter(
      ({ exportTo }) =>
        exportTo.length === 0 || exportTo.includes('*') || exportTo.includes(client),
    );
    return seen?.length ? seen : undefined;
  }
}

/** Istio: `mergeDestinationRule` in pilot/pkg/model/destination_rule.go. */
function merge(byHost: ByHost, manifest: Manifest, exportTo: readonly string[]): void {
  const { spec, namespace } = manifest;
  const selector: Labels | undefined = spec.workloadSelector?.matchLabels;
  const rules = byHost.of(fullHost(spec.host ?? '', namespace));
  const subsets: readonly any[] = spec.subsets ?? [];
  let isSeparate = true;
  rules.forEach((rule, i) => {
    const isSameExport = sameSet(rule.exportTo, exportTo);
    const isMerged =
      isSameExport || (rule.exportTo.length > 0 && isSuperset(exportTo, rule.exportTo));
    if (!isMerged) {
      return;
    }
    if (rule.selector && selector && !sameLabels(rule.selector, selector)) {
      return;
    }
    isSeparate = (rule.selector === undefined) !== (selector === undefined) && !isSameExport;
    const names = new Set(rule.subsets.map(({ name }) => name));
    rules[i] = {
      ...rule,
      subsets: [...rule.subsets, ...subsets.filter(({ name }) => !names.has(name))],
      trafficPolicy: rule.trafficPolicy ?? spec.trafficPolicy,
      from: [...rule.from, manifest],
    };
  });
  if (isSeparate) {
    const { trafficPolicy } = spec;
    rules.push({ manifest, exportTo, trafficPolicy, subsets, selector, from: [manifest] });
  }
}

const isSuperset = (a: readonly string[], b: readonly string[]): boolean =>
  b.every(one => a.includes(one));

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  isSuperset(a, b) && isSuperset(b, a);

const sameLabels = (a: Labels, b: Labels): boolean => covers(a, b) && covers(b, a);

/** What a rule says of a subset. @internal */
export const subsetOf = (rule: MergedRule | undefined, subset: string): any =>
  rule?.subsets.find(({ name }) => name === subset);

/** How a call to one port of a host, or of a subset of it, is secured. @internal */
export interface Tls {
  readonly mode: string;
  readonly sni?: string;
  readonly subjectAltNames?: readonly string[];
}

/**
 * The TLS settings of a port by which a client calls: those of the subset before those of the host.
 * What a rule says of one port replaces what it says of all, and does not add to it (Istio:
 * `MergeSubsetTrafficPolicy`, `GetPortLevelTrafficPolicy` in pilot/pkg/networking/util/util.go).
 *
 * @internal
 */
export function tlsOf(rule: MergedRule | undefined, subset: string, port: number): Tls | undefined {
  const own = subsetOf(rule, subset)?.trafficPolicy;
  const ofPort = own && portOf(own, port);
  const base = rule?.trafficPolicy;
  const ofHost = (base && portOf(base, port)) ?? base;
  return ofPort ? withMode(ofPort.tls) : withMode(own?.tls ?? ofHost?.tls);
}

/**
 * The TLS mode by which istiod judges whether an endpoint speaks mutual TLS. Unlike what a client
 * does, a port without settings for TLS inherits them (Istio: pilot/pkg/xds/endpoints/
 * mtls_checker.go).
 *
 * @internal
 */
export function checkedTlsMode(
  rule: MergedRule | undefined,
  subset: string,
  port: number,
): string | undefined {
  const modeOf = (policy: any) =>
    withMode(policy && portOf(policy, port)?.tls ? portOf(policy, port).tls : policy?.tls)?.mode;
  const own = subsetOf(rule, subset)?.trafficPolicy;
  return modeOf(own) ?? modeOf(rule?.trafficPolicy);
}

/**
 * Where a rule distributes calls over localities, those that get a share: others get nothing
 * (Istio: `applyLocalityWeights` in pilot/pkg/networking/core/loadbalancer/loadbalancer.go).
 * Undefined where it does not, or only for some clients.
 *
 * @internal
 */
export function distributedTo(
  rule: MergedRule | undefined,
  subset: string,
  port: number,
): readonly string[] | undefined {
  const own = subsetOf(rule, subset)?.trafficPolicy;
  const balancerOf = (policy: any) =>
    policy && (portOf(policy, port) ? portOf(policy, port).loadBalancer : policy.loadBalancer);
  const setting = (balancerOf(own) ?? balancerOf(rule?.trafficPolicy))?.localityLbSetting;
  const [everywhere] = (setting?.distribute ?? []).filter(({ from }: any) => from === '*');
  return setting?.enabled === false || !everywhere ? undefined : Object.keys(everywhere.to ?? {});
}

/** Istio: `LocalityMatch` in pilot/pkg/networking/util/util.go. @internal */
export function isAt(locality: string, pattern: string): boolean {
  const [region, zone, subzone] = pattern.split('/');
  const [ownRegion, ownZone = '', ownSubzone = ''] = locality.split('/');
  const fits = (asked: string | undefined, own: string) =>
    asked === undefined || asked === '*' || asked === own;
  return fits(region, ownRegion) && fits(zone, ownZone) && fits(subzone, ownSubzone);
}

const portOf = (policy: any, port: number): any =>
  policy.portLevelSettings?.find((one: any) => one.port?.number === port);

const withMode = (tls: any): Tls | undefined => tls && { ...tls, mode: tls.mode ?? 'DISABLE' };
