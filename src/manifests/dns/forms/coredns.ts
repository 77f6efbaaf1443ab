import { Form, pickedUp } from './form';
import { printBlocks } from '../../../corefile/print';
import { putBlocks } from '../../../corefile/splice';
import { dnsConfigMap } from '../dns-metadata';
import { zoneBlocks } from '../zone-blocks';

/** The ConfigMap of CoreDNS with the whole Corefile. @internal */
export const coredns: Form<'coredns'> = {
  write: (zone, records) => {
    const Corefile = putBlocks(zone.corefile, printBlocks(zoneBlocks(zone, records)));
    return { object: dnsConfigMap('coredns', { Corefile }, zone.existing) };
  },
  words: ({ name }) => pickedUp(name, { object: 'ConfigMap', place: ' in `kube-system`' }),
};
