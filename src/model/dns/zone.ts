import { Zone } from './cluster-dns';
import { DnsObject, Existing, ExistingObject, reportTwice, reportUnknown } from './existing';
import { CorefileSource, presentCorefile } from './present-corefile';
import { ZoneForm } from './zone-forms';
import { Problems } from '../../problems/problems';
import {
  checkNotClusterDomain,
  checkNotOfMesh,
  checkServer,
  resolveForwards,
} from '../../values/forwards';
import { isMap } from '../../values/is-map';

/** What a description says about a zone in a cluster's CoreDNS. @internal */
export interface ZoneSource extends Omit<CorefileSource, 'existing'> {
  readonly zone: string;
  /** undefined where CoreDNS answers from records */
  readonly forwardTo?: string;
  readonly otherZones?: { readonly [zone: string]: readonly string[] };
  readonly nodeLocalDns?: boolean;
}

/**
 * A zone in the form of its platform. The name of the zone and the server to ask are for the caller
 * to check: the keys that hold them differ.
 *
 * @param existing what is there already
 * @param ownIps where the cluster's own DNS is
 * @returns undefined after reporting
 * @internal
 */
export function resolveZone(
  source: ZoneSource,
  form: ZoneForm,
  existing: Existing,
  ownIps: readonly string[],
  problems: Problems,
): Zone | undefined {
  const { zone, forwardTo, clusterDomain, nodeLocalDns = false } = source;
  const at = problems.at('otherZones');
  const checkOne = (server: string, place: Problems) =>
    checkZoneServer(server, form, ownIps, place);
  const present = resolveForwards(source.otherZones ?? {}, checkOne, at);
  for (const other of present) {
    checkNotClusterDomain(other, clusterDomain, 'zone', at);
    checkNotOfMesh(other, zone, forwardTo, at);
  }
  // the platform's list may have the zone itself from an earlier time
  const otherZones = present.filter(other => other.zone !== zone);
  const object = existing.get(form.object);
  if (object && source.otherZones && form.reads.otherZones) {
    reportTwice('otherZones', form.object, problems);
  }
  const unknown = form.saysAll.some(option => source[option] !== undefined)
    ? undefined
    : reportUnknown(form.object, existing, problems);
  const known = corefileOf(form.object, object);
  const corefile = form.reads.corefile
    ? presentCorefile({ ...source, existing: known }, problems)
    : undefined;
  const request = {
    name: zone,
    forwardTo,
    clusterDomain,
    otherZones,
    nodeLocalDns,
    corefile,
    corefileKey: known ? 'existing' : 'corefile',
    existing: object,
    unknown,
  };
  return form.resolve(request, problems);
}

/** The Corefile in the ConfigMap, or in the values of the add-on. */
function corefileOf(
  object: DnsObject,
  existing: ExistingObject | undefined,
): CorefileSource['existing'] {
  const { data } = existing?.body ?? {};
  const text = object === 'eks-addon' ? existing?.body.corefile : isMap(data) && data.Corefile;
  return typeof text === 'string' ? { object, text } : undefined;
}

/** Source: CoreDNS, notes/coredns-1.14.4.md. */
const NAME_IN_FORWARD =
  'CoreDNS takes none before 1.14.4, and later looks it up once, when it starts itself';

/** A server that CoreDNS is told to ask. @internal */
export function checkZoneServer(
  text: string,
  { onlyIPv4, onlyForwards }: ZoneForm,
  ownIps: readonly string[],
  problems: Problems,
): void {
  const noNames = onlyForwards ? `${onlyForwards} takes addresses only` : NAME_IN_FORWARD;
  const server = checkServer(text, ownIps, noNames, problems);
  if (onlyIPv4 && server?.family === 6) {
    problems.report('MESH604', `name server "${text}": ${onlyIPv4} takes IPv4 addresses only`);
  }
}

/** @internal */
export function reportOnlyForwards(what: string, problems: Problems): void {
  problems.report(
    'MESH606',
    `${what} can forward a zone, but not hold one`,
    'Let a server of the mesh answer (DnsMode.SERVER).',
  );
}
