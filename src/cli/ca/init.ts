import {
  addCertificateOptions,
  caSubcommand,
  certificateOfRoot,
  CERTIFICATE_OPTIONS,
  optionalKeys,
  ReadOptions,
  ROOT,
} from './options';
import { runCa } from './run';
import { MeshCommand } from '../mesh-command';

/** `mesh ca init`. @internal */
export function initCommand(): MeshCommand {
  const command = caSubcommand('init')
    .summary('begin the CAs of a mesh')
    .description('Begins the CAs of a mesh: makes a root, or takes one that is kept elsewhere.')
    .addOption(optionalKeys())
    .addOption(certificateOfRoot().conflicts(['keys', ...CERTIFICATE_OPTIONS]));
  return addCertificateOptions(command, ROOT)
    .examples(
      ['mesh ca init --keys ~/mesh-keys', 'make a root'],
      ['mesh ca init --root acme-root.pem', 'a root of the company, whose key is elsewhere'],
    )
    .does((options: ReadOptions) => runCa('init', [], options));
}
