import { Form, pickedUp } from './form';
import { dnsMetadata } from '../dns-metadata';

/**
 * The operator's object exists already, and its list of servers is one value. It renders port 5353
 * by itself.
 *
 * @internal
 */
export const openshiftOperator: Form<'openshift-operator'> = {
  write: ({ forwards, kept, existing }) => {
    const taken = kept.map(({ name }) => String(name));
    const names = serverNames(
      forwards.map(({ zone }) => zone),
      taken,
    );
    const servers = forwards.map((forward, i) => ({
      name: names[i],
      zones: [forward.zone],
      forwardPlugin: { policy: 'Random', upstreams: forward.servers },
    }));
    return {
      object: {
        apiVersion: 'operator.openshift.io/v1',
        kind: 'DNS',
        metadata: dnsMetadata('default', undefined, existing),
        spec: { ...(existing?.body.spec as object), servers: [...kept, ...servers] },
      },
    };
  },
  words: ({ name }) => pickedUp(name, { object: '`dns.operator.openshift.io`' }),
};

/**
 * RFC 6335 service names: at most 15 characters, at least one letter, no hyphen at the ends nor
 * beside another; each of them once.
 *
 * @param taken the names of others
 */
function serverNames(zones: readonly string[], taken: readonly string[]): string[] {
  const names: string[] = [];
  const isFree = (name: string) => !names.includes(name) && !taken.includes(name);
  for (const zone of zones) {
    const name = shortened(`z-${zone.replace(/[^a-z0-9]+/g, '-')}`, 15);
    const others = [...zones, ...taken].map((_, i) => `${shortened(name, 12)}-${i + 2}`);
    names.push([name, ...others].find(isFree)!);
  }
  return names;
}

function shortened(name: string, length: number): string {
  return name.slice(0, length).replace(/-$/, '');
}
