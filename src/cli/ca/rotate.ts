import {
  addCertificateOptions,
  AS_BEFORE,
  caSubcommand,
  certificateOfRoot,
  CERTIFICATE_OPTIONS,
  confirmRecipients,
  keys,
  ReadOptions,
  ROOT,
} from './options';
import { runCa } from './run';
import type { Step } from '../../ca/pki/rotation';
import { MeshCommand } from '../mesh-command';

/** `mesh ca rotate`. @internal */
export function rotateCommand(): MeshCommand {
  return new MeshCommand('rotate')
    .summary('replace the root, one step after the other')
    .description(
      'Replaces the root, one step after the other: bundle, restart, switch, drop. Each step is one change to the output, ' +
        'and waits until every cluster has confirmed the one before. Until `switch` there is a way back: abort.',
    )
    .helpCommand('help [command]', 'show the help of a command')
    .addCommand(bundleCommand())
    .addCommand(restartCommand())
    .addCommand(switchCommand())
    .addCommand(dropCommand())
    .addCommand(abortCommand())
    .examples(
      ['mesh ca rotate bundle --keys ~/mesh-keys', 'begin with a new root'],
      ['mesh ca status', 'which clusters the next step waits for'],
    );
}

function bundleCommand(): MeshCommand {
  const command = step('bundle', 'Begins: makes another root, or takes one; all trust both.')
    .addOption(keys())
    .addOption(certificateOfRoot().conflicts(CERTIFICATE_OPTIONS));
  return addCertificateOptions(command, ROOT).examples(
    ['mesh ca rotate bundle --keys ~/mesh-keys', 'make the new root'],
    ['mesh ca rotate bundle --root acme-root.pem --keys ~/mesh-keys', 'its key is elsewhere'],
  );
}

function restartCommand(): MeshCommand {
  return step('restart', 'Has what runs restarted, so that it trusts both roots.').examples([
    'mesh ca rotate restart',
    'when every cluster has the bundle',
  ]);
}

function switchCommand(): MeshCommand {
  const command = step('switch', 'Signs with the new root: a new intermediate for each cluster.');
  return addCertificateOptions(
    command.addOption(keys()).addOption(confirmRecipients()),
    AS_BEFORE,
  ).examples(['mesh ca rotate switch --keys ~/mesh-keys', 'when everything has been restarted']);
}

function dropCommand(): MeshCommand {
  return step('drop', 'Ends: only the new root is trusted.')
    .addOption(keys())
    .examples(['mesh ca rotate drop --keys ~/mesh-keys', 'when nothing uses the old root']);
}

function abortCommand(): MeshCommand {
  return step('abort', 'Goes back to the old root; not after `switch`.')
    .addOption(keys())
    .examples(['mesh ca rotate abort --keys ~/mesh-keys', 'as if nothing had been begun']);
}

function step(name: Step, description: string): MeshCommand {
  return caSubcommand(name)
    .description(description)
    .does((options: ReadOptions) => runCa('rotate', [name], options));
}
