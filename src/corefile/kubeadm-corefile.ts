import { CoreDnsVersion } from './version';

/**
 * The CoreDNS that kubeadm installs, and the form of the Corefile that it writes, by Kubernetes 1.x
 * minor. An upgrade keeps a Corefile that somebody changed, so the form holds for clusters that
 * were installed with that version.
 *
 * Source: coredns/deployment CoreDNS-k8s_version.md; kubernetes
 * cmd/kubeadm/app/phases/addons/dns/manifests.go.
 */
const BY_MINOR: ReadonlyMap<number, readonly [CoreDnsVersion, Form]> = new Map([
  [11, [[1, 1, 3], 'proxy without loop']],
  [12, [[1, 2, 2], 'proxy']],
  [13, [[1, 2, 6], 'proxy']],
  [14, [[1, 3, 1], 'upstream']],
  [15, [[1, 3, 1], 'upstream']],
  [16, [[1, 6, 2], 'ready']],
  [17, [[1, 6, 5], 'lameduck']],
  [18, [[1, 6, 7], 'lameduck']],
  [19, [[1, 7, 0], 'max_concurrent']],
  [20, [[1, 7, 0], 'max_concurrent']],
  [21, [[1, 8, 0], 'max_concurrent']],
  [22, [[1, 8, 4], 'max_concurrent']],
  [23, [[1, 8, 6], 'max_concurrent']],
  [24, [[1, 8, 6], 'max_concurrent']],
  [25, [[1, 9, 3], 'max_concurrent']],
  [26, [[1, 9, 3], 'max_concurrent']],
  [27, [[1, 10, 1], 'max_concurrent']],
  [28, [[1, 10, 1], 'max_concurrent']],
  [29, [[1, 11, 1], 'max_concurrent']],
  [30, [[1, 11, 1], 'max_concurrent']],
  [31, [[1, 11, 3], 'max_concurrent']],
  [32, [[1, 11, 3], 'max_concurrent']],
  [33, [[1, 12, 0], 'max_concurrent']],
  [34, [[1, 12, 1], 'cache options']],
  [35, [[1, 13, 1], 'cache options']],
]);

/** Each form is the one before it with one change. */
const FORMS = [
  'proxy without loop',
  'proxy',
  'upstream',
  'ready',
  'lameduck',
  'max_concurrent',
  'cache options',
] as const;
type Form = (typeof FORMS)[number];

/** The first and last Kubernetes minor whose default is known. @internal */
export const KNOWN_MINORS = { first: 11, last: 35 } as const;

/** @internal */
export function coreDnsOf(kubernetesMinor: number): CoreDnsVersion | undefined {
  return BY_MINOR.get(kubernetesMinor)?.[0];
}

/**
 * The Corefile that kubeadm writes for a Kubernetes version; undefined when it is not known.
 *
 * @internal
 */
export function kubeadmCorefile(
  kubernetesMinor: number,
  clusterDomain: string,
): string | undefined {
  const known = BY_MINOR.get(kubernetesMinor);
  return known && `${lines(known[1], clusterDomain).join('\n')}\n`;
}

function lines(form: Form, clusterDomain: string): string[] {
  const since = (first: Form, now: string[], before: string[] = []) =>
    FORMS.indexOf(form) >= FORMS.indexOf(first) ? now : before;
  const forward = `    ${since('upstream', ['forward'], ['proxy'])} . /etc/resolv.conf`;
  return [
    '.:53 {',
    '    errors',
    ...since('lameduck', ['    health {', '       lameduck 5s', '    }'], ['    health']),
    ...since('ready', ['    ready']),
    `    kubernetes ${clusterDomain} in-addr.arpa ip6.arpa {`,
    '       pods insecure',
    ...since('ready', [], ['       upstream']),
    '       fallthrough in-addr.arpa ip6.arpa',
    ...since('upstream', ['       ttl 30']),
    '    }',
    '    prometheus :9153',
    ...since('max_concurrent', [`${forward} {`, '       max_concurrent 1000', '    }'], [forward]),
    ...since(
      'cache options',
      [
        '    cache 30 {',
        `       disable success ${clusterDomain}`,
        `       disable denial ${clusterDomain}`,
        '    }',
      ],
      ['    cache 30'],
    ),
    ...since('proxy', ['    loop']),
    '    reload',
    ...since('proxy', ['    loadbalance']),
    '}',
  ];
}
