import { DnsObject, ExistingMap, ExistingObject } from './existing';
import { BlockPlace } from '../../corefile/splice';
import { DnsMode } from '../../description/enums';
import { Forward } from '../../values/forwards';

/**
 * How one cluster resolves the names of the mesh. Everything is decided here but the records, which
 * follow from who may call what: see `records.ts`.
 *
 * @internal
 */
export interface ClusterDns {
  readonly mode: DnsMode;
  /** the Service of istiocoredns, which comes with Istio */
  readonly istiocoredns?: PinnedService;
  /** a CoreDNS of the mesh's own */
  readonly server?: DnsServer;
  /** what kube-dns or NodeLocal DNSCache is told */
  readonly stub?: Stub;
  /** what the cluster's CoreDNS is told */
  readonly zone?: Zone;
}

/** @internal */
export interface PinnedService {
  readonly namespace: string;
  readonly clusterIp: string;
}

/** A CoreDNS that knows the names of the mesh and nothing else. @internal */
export interface DnsServer extends PinnedService {
  readonly image: string;
  /** true where the platform gives each namespace users of its own, and refuses others */
  readonly assignsUsers: boolean;
  readonly zone: string;
}

/** The ConfigMap `kube-dns`, all of it. @internal */
export interface Stub {
  /** the ConfigMap that is there */
  readonly existing?: ExistingObject;
  /** the same, where it is not known what it says */
  readonly unknown?: DnsObject;
  /** the servers to ask for each domain */
  readonly stubDomains: { readonly [domain: string]: readonly string[] };
  /** the servers to ask for everything else */
  readonly upstreamNameservers?: readonly string[];
  /** domain by name */
  readonly federations?: { readonly [name: string]: string };
}

/** The zone of the mesh in a cluster's CoreDNS, in one of the forms. @internal */
export type Zone<Form extends FormName = FormName> = {
  [Name in Form]: ZoneBasics & { readonly form: Name } & ZoneForms[Name];
}[Form];

interface ZoneBasics {
  /** the suffix of the mesh */
  readonly name: string;
  /** the server that is asked; undefined where CoreDNS answers from records */
  readonly forwardTo?: string;
  /** what is written to, as it is now */
  readonly existing?: ExistingObject;
  /** the same, where it is not known what it says */
  readonly unknown?: DnsObject;
}

/** @internal */
export type FormName = keyof ZoneForms;

/** The forms in which platforms keep an addition to their CoreDNS, and what each is made of. */
interface ZoneForms {
  /** the ConfigMap `coredns` with the whole Corefile */
  readonly coredns: { readonly corefile: BlockPlace };
  /** the configuration of the EKS add-on, with the whole Corefile */
  readonly 'eks-addon': { readonly corefile: BlockPlace };
  /** a key of our own in the ConfigMap `coredns-custom`, which the platform's Corefile imports */
  readonly 'coredns-custom': {
    readonly port: number;
    /** the key, and where in its text */
    readonly key: string;
    readonly place: BlockPlace;
    /** true where CoreDNS has to be restarted when the ConfigMap is new */
    readonly needsRestart: boolean;
  };
  /** the values of the chart `rke2-coredns` */
  readonly 'rke2-chart': {
    readonly clusterDomain: string;
    readonly otherZones: readonly Forward[];
    readonly nodeLocalDns: boolean;
    /** the values that are there */
    readonly values?: ExistingValues;
  };
  /** the list of OpenShift's DNS operator */
  readonly 'openshift-operator': ForwardList;
  /** the list in the CustomDNSConfig of Alibaba Cloud */
  readonly 'ack-custom-dns': ForwardList;
}

interface ForwardList {
  readonly forwards: readonly Forward[];
  /** entries that are there, and stay as they are */
  readonly kept: readonly ExistingMap[];
}

/** The values of a chart, as text. @internal */
export interface ExistingValues {
  readonly text: string;
  /** which entries of `servers` are ours; undefined where there is no such list */
  readonly ours?: readonly number[];
}
