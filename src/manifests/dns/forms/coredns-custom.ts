import { Form, pickedUp } from './form';
import { printBlocks } from '../../../corefile/print';
import { putBlocks } from '../../../corefile/splice';
import { dnsConfigMap } from '../dns-metadata';
import { zoneBlocks } from '../zone-blocks';

const RESTART =
  ' (If `coredns-custom` was not there when CoreDNS started: `kubectl -n kube-system rollout restart deployment coredns`.)';

/** A key of our own in the ConfigMap that the platform's Corefile imports. @internal */
export const corednsCustom: Form<'coredns-custom'> = {
  write: (zone, records) => {
    const blocks = printBlocks(zoneBlocks(zone, records), zone.port);
    const data = { [zone.key]: putBlocks(zone.place, blocks) };
    return { object: dnsConfigMap('coredns-custom', data, zone.existing) };
  },
  words: zone =>
    pickedUp(zone.name, {
      object: 'ConfigMap',
      place: ' in `kube-system`',
      restart: zone.needsRestart ? RESTART : '',
    }),
};
