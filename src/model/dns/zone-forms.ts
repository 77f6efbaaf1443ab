import { FormName, Zone } from './cluster-dns';
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
};

/** The rules of a form in which a platform keeps an addition to its CoreDNS. @internal */
export interface ZoneForm {
  readonly name: FormName;
  readonly reads: ZoneReads;
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
    reads: {
      ...READS_NOTHING,
      corefile: true,
      // kubeadm wrote none elsewhere
      defaultCorefileOf: name === 'coredns',
      coreDnsVersion: true,
      modernize: true,
    },
    resolve: (request, problems) => {
      const place =
        request.corefile && zonePlace(request.corefile, request.name, problems.at('corefile'));
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
    reads: READS_NOTHING,
    resolve: request => ({ ...basics(request), form: name, port, needsRestart }),
  };
}

/** One HelmChartConfig has all values of the chart, NodeLocal DNSCache too. @internal */
export function rke2Chart(): ZoneForm {
  const name = 'rke2-chart';
  return {
    name,
    reads: { ...READS_NOTHING, otherZones: true, nodeLocalDns: true },
    resolve: request => {
      const { clusterDomain, otherZones, nodeLocalDns } = request;
      return { ...basics(request), form: name, clusterDomain, otherZones, nodeLocalDns };
    },
  };
}

/** A list of zones to forward, with those of others in it. @internal */
export function forwardList(
  name: 'openshift-operator' | 'ack-custom-dns',
  rules: { readonly onlyForwards: string; readonly onlyIPv4?: string },
): ZoneForm {
  return {
    name,
    reads: { ...READS_NOTHING, otherZones: true },
    ...rules,
    resolve: ({ forwardTo, otherZones, ...request }) => {
      if (forwardTo === undefined) {
        return undefined;
      }
      const ours = { zone: request.name, servers: [forwardTo] };
      const forwards = [...otherZones, ours].sort(byText(({ zone }) => zone));
      return { ...basics({ ...request, forwardTo }), form: name, forwards };
    },
  };
}

function basics({ name, forwardTo }: Pick<ZoneRequest, 'name' | 'forwardTo'>) {
  return { name, forwardTo };
}
