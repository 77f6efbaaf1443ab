import { customKey, forwardList, rke2Chart, wholeCorefile, ZoneForm } from './zone-forms';
import { Platform } from '../../description/platform';

/** What the DNS of a platform is like. @internal */
export type PlatformDns = PlatformFacts & (WithCoreDns | WithKubeDns | OutOfReach);

interface PlatformFacts {
  /** where the cluster's own DNS is in the service ranges that the platform uses by itself */
  readonly usualDnsIps: readonly string[];
  /** the first Kubernetes release whose DNS is like this */
  readonly floor?: Floor;
  /** true where each namespace gets users of its own, and pods with others are refused */
  readonly assignsUsers?: boolean;
}

interface Floor {
  readonly minor: number;
  readonly patch: number;
  /** what is the matter with an older one: continues "Kubernetes 1.22 of platform …" */
  readonly older: string;
}

interface WithCoreDns {
  readonly server: 'coredns';
  /** the form in which a zone is kept */
  readonly form: ZoneForm;
}

/** Stub domains in the ConfigMap `kube-dns`. */
interface WithKubeDns {
  readonly server: 'kube-dns';
  /** advice to a user who wants a zone in its CoreDNS */
  readonly insteadOfZone: string;
}

/** Nothing in the cluster can change its DNS. */
interface OutOfReach {
  readonly server: 'out of reach';
  readonly why: string;
  readonly insteadOfZone: string;
}

/**
 * To add a platform, add it to the enum `Platform`: the compiler asks for its facts here. A form of
 * its own goes into `zone-forms.ts` and `manifests/dns/forms/`.
 *
 * @internal
 */
export const PLATFORMS: { readonly [platform in Platform]: PlatformDns } = {
  [Platform.KUBEADM]: {
    usualDnsIps: ['10.96.0.10'], // kubeadm `networking.serviceSubnet`
    server: 'coredns',
    form: wholeCorefile('coredns'),
  },
  [Platform.GKE]: {
    usualDnsIps: ['34.118.224.10'], // "GKE-managed service range"
    server: 'kube-dns',
    insteadOfZone: 'Use KubeDnsStub.',
  },
  [Platform.GKE_AUTOPILOT]: {
    usualDnsIps: ['34.118.224.10'],
    server: 'out of reach',
    why: 'GKE Autopilot resolves by Cloud DNS, which nothing in the cluster can change',
    insteadOfZone:
      'Use DnsMode.SIDECAR, or DnsMode.NONE and a forwarding zone for the suffix in Cloud DNS.',
  },
  [Platform.EKS]: {
    usualDnsIps: ['10.100.0.10', '172.20.0.10'], // `serviceIpv4Cidr`
    server: 'coredns',
    // The managed add-on takes the Corefile as a configuration value, and reverts the ConfigMap.
    form: wholeCorefile('eks-addon'),
  },
  [Platform.RKE2]: {
    usualDnsIps: ['10.43.0.10'], // `cluster-dns`
    server: 'coredns',
    form: rke2Chart(),
  },
  [Platform.OPENSHIFT]: {
    usualDnsIps: ['172.30.0.10'], // `serviceNetwork`
    assignsUsers: true,
    server: 'coredns',
    form: forwardList('openshift-operator', { onlyForwards: "OpenShift's DNS operator" }),
  },
  [Platform.ACK]: {
    usualDnsIps: [],
    server: 'coredns',
    // "Configure custom parameters for managed CoreDNS": addresses are IPv4
    form: forwardList('ack-custom-dns', {
      onlyForwards: 'CustomDNSConfig',
      onlyIPv4: 'CustomDNSConfig',
    }),
  },
  [Platform.AKS]: {
    usualDnsIps: ['10.0.0.10'], // `--dns-service-ip`
    floor: { minor: 12, patch: 0, older: 'has no CoreDNS' }, // "Customize CoreDNS"
    server: 'coredns',
    form: customKey({ needsRestart: true }),
  },
  [Platform.K3S]: {
    usualDnsIps: ['10.43.0.10'], // `cluster-dns`
    // k3s pull request 4397
    floor: { minor: 23, patch: 1, older: 'does not read the ConfigMap coredns-custom' },
    server: 'coredns',
    form: customKey({ needsRestart: true }),
  },
  [Platform.DIGITALOCEAN]: {
    usualDnsIps: ['10.245.0.10'], // networking of its clusters
    server: 'coredns',
    form: customKey(),
  },
  [Platform.OVH]: {
    usualDnsIps: ['10.3.0.10'], // networking of its clusters
    server: 'coredns',
    form: customKey(),
  },
  [Platform.GARDENER]: {
    usualDnsIps: ['100.64.0.10'], // `networking.services`
    server: 'coredns',
    form: customKey({ port: 8053 }), // its CoreDNS listens on no other port
  },
};
