import {
  addCertificateOptions,
  AS_BEFORE,
  caSubcommand,
  CERTIFICATE_OPTIONS,
  confirmRecipients,
  INTERMEDIATE,
  keys,
  ReadOptions,
  signedCertificate,
} from './options';
import { runCa } from './run';
import { MeshCommand } from '../mesh-command';

/** `mesh ca issue`. @internal */
export function issueCommand(): MeshCommand {
  const command = obtaining('issue')
    .summary('make an intermediate for each cluster that has none')
    .description(
      "Makes a key and an intermediate for each cluster. Without the root's key: makes a key and a request to have signed; " +
        'then again, with --signed and what came back.',
    )
    .argument('<cluster...>', 'names of clusters');
  return addCertificateOptions(command, INTERMEDIATE)
    .examples(
      ['mesh ca issue east west --keys ~/mesh-keys', 'two clusters'],
      ['mesh ca issue east --signed east.pem --keys ~/mesh-keys', 'what came back from the root'],
    )
    .does((names: string[], options: ReadOptions) => runCa('issue', names, options));
}

/** `mesh ca renew`. @internal */
export function renewCommand(): MeshCommand {
  const command = obtaining('renew')
    .summary('make new intermediates for clusters that have one')
    .description(
      'Makes a new key and a new intermediate for each cluster, as the ones before were; without names, for the clusters whose certificate is due.',
    )
    .argument('[cluster...]', 'names of clusters')
    .addOption(confirmRecipients());
  return addCertificateOptions(command, AS_BEFORE)
    .examples(
      ['mesh ca renew --keys ~/mesh-keys', 'what is due'],
      ['mesh ca renew east --keys ~/mesh-keys', 'one cluster, due or not'],
    )
    .does((names: string[], options: ReadOptions) => runCa('renew', names, options));
}

/** What was signed is as the request was: there is nothing more to say about it. */
function obtaining(name: string): MeshCommand {
  return caSubcommand(name)
    .addOption(keys())
    .addOption(signedCertificate().conflicts(CERTIFICATE_OPTIONS));
}
