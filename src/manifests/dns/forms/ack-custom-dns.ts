import { Form, pickedUp } from './form';
import { dnsMetadata } from '../dns-metadata';

/**
 * The list of Alibaba Cloud's managed CoreDNS.
 *
 * Source: ACK, "Configure custom parameters for managed CoreDNS".
 *
 * @internal
 */
export const ackCustomDns: Form<'ack-custom-dns'> = {
  write: ({ forwards, kept, existing }) => ({
    object: {
      apiVersion: 'networking.alibabacloud.com/v1beta1',
      kind: 'CustomDNSConfig',
      metadata: dnsMetadata('default', undefined, existing),
      spec: {
        ...(existing?.body.spec as object),
        zones: [
          ...kept,
          ...forwards.map(({ zone, servers }) => ({ name: zone, forward: { upstreams: servers } })),
        ],
      },
    },
  }),
  words: ({ name }) => pickedUp(name, { object: 'CustomDNSConfig' }),
};
