import { Form } from './form';
import { printBlocks } from '../../../corefile/print';
import { putBlocks } from '../../../corefile/splice';
import { DIRECTORIES } from '../../../values/directories';
import { zoneBlocks } from '../zone-blocks';

const FILE = `${DIRECTORIES.other}/eks-coredns-addon.json`;

const UNKNOWN =
  ' All of its configuration is replaced, and what it has now was not known: look at `aws eks describe-addon` first.';

/**
 * The managed add-on takes the whole Corefile as a configuration value, and reverts the ConfigMap.
 *
 * @internal
 */
export const eksAddon: Form<'eks-addon'> = {
  write: (zone, records) => {
    const corefile = putBlocks(zone.corefile, printBlocks(zoneBlocks(zone, records)));
    const values = { ...zone.existing?.body, corefile };
    return { file: { path: FILE, content: `${JSON.stringify(values, undefined, 2)}\n` } };
  },
  words: ({ name, unknown }) => ({
    install: `DNS: the add-on takes the Corefile as its configuration.${unknown ? UNKNOWN : ''} To see it answer, some minutes later:`,
    commands: cluster => [
      `aws eks update-addon --cluster-name ${cluster} --addon-name coredns --configuration-values file://${FILE} --resolve-conflicts OVERWRITE`,
    ],
    removal: `DNS: give the add-on a Corefile without the blocks of \`${name}\`, as at the installation.`,
  }),
};
