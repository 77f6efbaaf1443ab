import { Form, pickedUp } from './form';
import { printBlocks } from '../../../corefile/print';
import { dnsConfigMap } from '../dns-metadata';
import { zoneBlocks } from '../zone-blocks';

const RESTART =
  ' (If `coredns-custom` was not there when CoreDNS started: `kubectl -n kube-system rollout restart deployment coredns`.)';

/** A key of our own in the ConfigMap that the platform's Corefile imports. @internal */
export const corednsCustom: Form<'coredns-custom'> = {
  write: (zone, records) => {
    const blocks = printBlocks(zoneBlocks(zone, records), zone.port);
    return { object: dnsConfigMap('coredns-custom', { [`mesh-${zone.name}.server`]: blocks }) };
  },
  words: ({ name, needsRestart }) =>
    pickedUp(name, {
      object: 'ConfigMap',
      place: ' in `kube-system`',
      restart: needsRestart ? RESTART : '',
    }),
};
