import { confirmCommand } from './confirm';
import { forgetCommand } from './forget';
import { initCommand } from './init';
import { issueCommand, renewCommand } from './issue';
import { rotateCommand } from './rotate';
import { sealCommand } from './seal';
import { statusCommand } from './status';
import { MeshCommand } from '../mesh-command';

/** `mesh ca`. @internal */
export function caCommand(): MeshCommand {
  return new MeshCommand('ca')
    .summary("make, renew and replace the clusters' CA certificates")
    .description(
      "Makes, renews and replaces the clusters' CA certificates. What is public is kept in a lock file in the repository; " +
        "private keys stay in a directory outside of it, in which each cluster's own directory holds the files of its Secret: " +
        'kubectl create secret generic cacerts --from-file=...',
    )
    .helpCommand('help [command]', 'show the help of a command')
    .addCommand(initCommand())
    .addCommand(issueCommand())
    .addCommand(renewCommand())
    .addCommand(sealCommand())
    .addCommand(rotateCommand())
    .addCommand(confirmCommand())
    .addCommand(forgetCommand())
    .addCommand(statusCommand())
    .examples(
      ['mesh ca init --keys ~/mesh-keys', 'a root'],
      ['mesh ca issue east west --keys ~/mesh-keys', 'an intermediate for each cluster'],
      ['mesh ca status', 'what ends when'],
    );
}
