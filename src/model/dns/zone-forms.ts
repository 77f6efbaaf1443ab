import { FormName, Zone } from './cluster-dns';
import { customPlace } from './custom-place';
import { DnsObject, ExistingMap, ExistingObject } from './existing';
import { listOf, ownEntries } from './existing-servers';
import { existingValues } from './existing-values';
import { zonePlace } from './zone-place';
import { Corefile } from '../../corefile/parser';
import { DNS_PORT } from '../../corefile/print';
import { CoreDnsGlobalZoneProps } from '../../description/core-dns-global-zone-props';
import { Problems } from '../../problems/problems';
import { Forward } from '../../values/forwards';
import { byText } from '../../values/order';

/** What is to be known about a zone before its platform gives it a form. @internal */
export interface ZoneRequest {
  readonly name: string;
  /** undefined where CoreDNS answers from records */
  readonly forwardTo?: string;
  readonly clusterDomain: string;
  /** what the platform's list holds already, in order */
  readonly otherZones: readonly Forward[];
  readonly nodeLocalDns: boolean;
  /** the present Corefile, where the form needs it and it could be read */
  readonly corefile?: Corefile;
  /** the option that it was found in */
  readonly corefileKey: string;
  /** the object that the platform keeps it in, as it is now */
  readonly existing?: ExistingObject;
  /** the same, where it is not known what it says */
  readonly unknown?: DnsObject;
}

/** The options of a zone whose use depends on its form. @internal */
export type ZoneOption = Exclude<
  keyof CoreDnsGlobalZoneProps,
  'forwardTo' | 'records' | 'zone' | 'platform' | 'clusterDomain' | 'clusterDnsIp'
>;

/** Which options a form reads: each is decided for each form. @internal */
export type ZoneReads = { readonly [option in ZoneOption]: boolean };

/** Nothing is kept in the form of a zone. @internal */
export const READS_NOTHING: ZoneReads = {
  corefile: false,
  defaultCorefileOf: false,
  coreDnsVersion: false,
  modernize: false,
  otherZones: false,
  nodeLocalDns: false,
  existing: false,
};
const READS_EXISTING: ZoneReads = { ...READS_NOTHING, existing: true };

/** The rules of a form in which a platform keeps an addition to its CoreDNS. @internal */
export interface ZoneForm {
  readonly name: FormName;
  readonly reads: ZoneReads;
  /** what it is kept in */
  readonly object: DnsObject;
  /** the options besides `existing` that say all of what would be replaced */
  readonly saysAll: ReadonlyArray<'corefile' | 'byDefault' | 'otherZones'>;
  /** for a form that cannot hold records: what it is called */
  readonly onlyForwards?: string;
  /** for a form that takes servers with IPv4 addresses only: what it is called */
  readonly onlyIPv4?: string;
  /** undefined when a problem was reported, now or before */
  resolve(request: ZoneRequest, problems: Problems): Zone | undefined;
}

/** All of the Corefile is one value. @internal */
export function wholeCorefile(name: 'coredns' | 'eks-addon'): ZoneForm {
  return {
    name,
    object: name,
    // the add-on has other values too
    saysAll: name === 'coredns' ? ['corefile', 'byDefault'] : [],
    reads: {
      ...READS_EXISTING,
      corefile: true,
      // kubeadm wrote none elsewhere
      defaultCorefileOf: name === 'coredns',
      coreDnsVersion: true,
      modernize: true,
    },
    resolve: (request, problems) => {
      const place =
        request.corefile &&
        zonePlace(request.corefile, request.name, problems.at(request.corefileKey));
      return place && { ...basics(request), form: name, corefile: place };
    },
  };
}

/** A key of our own beside those of others. @internal */
export function customKey(
  options: { readonly port?: number; readonly needsRestart?: boolean } = {},
): ZoneForm {
  const { port = DNS_PORT, needsRestart = false } = options;
  const name = 'coredns-custom';
  return {
    name,
    object: name,
    saysAll: [],
    reads: READS_EXISTING,
    resolve: (request, problems) => {
      const place = customPlace(request, port, problems.at('existing'));
      return place && { ...basics(request), form: name, port, needsRestart, ...place };
    },
  };
}

/** One HelmChartConfig has all values of the chart, NodeLocal DNSCache too. @internal */
export function rke2Chart(): ZoneForm {
  const name = 'rke2-chart';
  return {
    name,
    object: 'rke2-coredns',
    saysAll: [],
    reads: { ...READS_EXISTING, otherZones: true, nodeLocalDns: true },
    resolve: (request, problems) => {
      const { clusterDomain, otherZones, nodeLocalDns } = request;
      const values = existingValues(request, problems.at('existing'));
      return { ...basics(request), form: name, clusterDomain, otherZones, nodeLocalDns, values };
    },
  };
}

/** Where each list is, and what of an entry says its zones. */
const LISTS = {
  'openshift-operator': {
    object: 'openshift-dns',
    key: 'servers',
    zonesOf: ({ zones }: ExistingMap) => (Array.isArray(zones) ? zones.map(String) : []),
  },
  'ack-custom-dns': {
    object: 'ack-custom-dns',
    key: 'zones',
    zonesOf: ({ name }: ExistingMap) => [String(name)],
  },
} as const;

/** A list of zones to forward, with those of others in it. @internal */
export function forwardList(
  name: keyof typeof LISTS,
  rules: { readonly onlyForwards: string; readonly onlyIPv4?: string },
): ZoneForm {
  const { object, key, zonesOf } = LISTS[name];
  return {
    name,
    object,
    saysAll: ['otherZones'],
    reads: { ...READS_EXISTING, otherZones: true },
    ...rules,
    resolve: ({ forwardTo, otherZones, ...request }, problems) => {
      if (forwardTo === undefined) {
        return undefined;
      }
      const ours = { zone: request.name, servers: [forwardTo] };
      const forwards = [...otherZones, ours].sort(byText(({ zone }) => zone));
      const list = listOf(request.existing?.body.spec, key, problems.at('existing'));
      const entries = list.map(entry => ({ zones: zonesOf(entry) }));
      const own = ownEntries(entries, request.name, problems.at('existing'));
      const kept = list.filter((_, i) => !own.includes(i));
      return { ...basics({ ...request, forwardTo }), form: name, forwards, kept };
    },
  };
}

function basics(request: Pick<ZoneRequest, 'name' | 'forwardTo' | 'existing' | 'unknown'>) {
  const { name, forwardTo, existing, unknown } = request;
  return { name, forwardTo, existing, unknown };
}
