import { Option } from 'commander';
import { addNamespace, caSubcommand, confirmRecipients, keys, ReadOptions } from './options';
import { runCa } from './run';
import { another, MeshCommand } from '../mesh-command';

const SCOPES = ['strict', 'namespace-wide', 'cluster-wide'] satisfies Array<ReadOptions['scope']>;

/** `mesh ca seal`. @internal */
export function sealCommand(): MeshCommand {
  const command = caSubcommand('seal')
    .summary("encrypt the clusters' keys, now and later ones too")
    .description(
      "Encrypts the clusters' keys for a Sealed Secrets controller (--certificate) or with SOPS (--age). Later keys of the clusters are encrypted in the same way.",
    )
    .argument('<cluster...>', 'names of clusters')
    .addOption(keys())
    .option('--certificate <file>', "the controller's, from `kubeseal --fetch-cert`")
    .addOption(
      new Option('--scope <name>', 'of the SealedSecret; otherwise strict').choices(SCOPES),
    )
    .option('--age <recipient>', 'age1..., as often as there are recipients', another)
    .addOption(confirmRecipients());
  return addNamespace(command, 'as in the certificate')
    .examples(
      ['mesh ca seal east --certificate controller.pem --keys ~/mesh-keys', 'Sealed Secrets'],
      ['mesh ca seal east --age age1... --keys ~/mesh-keys', 'SOPS'],
    )
    .does((names: string[], options: ReadOptions) => {
      if (options.scope !== undefined && options.certificate === undefined) {
        command.error("option '--scope <name>' is of no use without '--certificate <file>'");
      }
      return runCa('seal', names, options);
    });
}
