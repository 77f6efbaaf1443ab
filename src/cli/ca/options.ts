import { InvalidArgumentError, Option } from 'commander';
import { DEFAULTS } from '../../ca/defaults';
import { CaOptions } from '../../ca/options';
import { KEY_ALGORITHMS } from '../../ca/pki/key-algorithm';
import { PKI_LOCK_FILE } from '../../description/locks/pki-lock-file';
import { another, MeshCommand } from '../mesh-command';

/** What is read from the command line: the options that a command takes. @internal */
export type ReadOptions = Partial<CaOptions> & Pick<CaOptions, 'lock'>;

/** A command below `mesh ca`, which takes no option but the lock's yet. @internal */
export function caSubcommand(name: string): MeshCommand {
  return new MeshCommand(name).option(
    '--lock <file>',
    'public state, kept in the repository',
    PKI_LOCK_FILE,
  );
}

const KEYS = 'private keys, outside of every repository';

/** @internal */
export const keys = (): Option => new Option('--keys <directory>', `${KEYS} (required)`);

/** For a command that may do without. @internal */
export const optionalKeys = (): Option => new Option('--keys <directory>', KEYS);

/** @internal */
export const certificateOfRoot = (): Option =>
  new Option('--root <file>', 'certificate of a root whose key is kept elsewhere');

/** @internal */
export const signedCertificate = (): Option =>
  new Option(
    '--signed <file>',
    'certificate that was signed for the request, and behind it the CAs up to the root',
  );

/** What a certificate that is made is to be, and what it is when nothing is said. */
interface Defaults {
  readonly algorithm: string;
  readonly organization: string;
  readonly days: string;
  /** only of an intermediate */
  readonly namespace?: string;
}

/** @internal */
export const ROOT: Defaults = {
  algorithm: DEFAULTS.algorithm,
  organization: DEFAULTS.organization,
  days: `${DEFAULTS.rootDays}`,
};

/** @internal */
export const INTERMEDIATE: Defaults = {
  algorithm: DEFAULTS.algorithm,
  organization: DEFAULTS.organization,
  days: `${DEFAULTS.intermediateDays}`,
  namespace: DEFAULTS.namespace,
};

/** @internal */
export const AS_BEFORE: Defaults = {
  algorithm: 'as before',
  organization: 'as before',
  days: `${DEFAULTS.intermediateDays}`,
  namespace: 'as before',
};

/** The names of `certificateOptions`, for options that exclude them. @internal */
export const CERTIFICATE_OPTIONS = ['algorithm', 'organization', 'days', 'namespace'];

/** @internal */
export function addCertificateOptions(command: MeshCommand, otherwise: Defaults): MeshCommand {
  command
    .addOption(
      new Option('--algorithm <name>', `kind of key; otherwise ${otherwise.algorithm}`).choices(
        KEY_ALGORITHMS,
      ),
    )
    .option('--organization <name>', `in the certificate; otherwise ${otherwise.organization}`)
    .option(
      '--days <number>',
      `how long the certificate lives; otherwise ${otherwise.days}`,
      readDays,
    );
  return otherwise.namespace === undefined ? command : addNamespace(command, otherwise.namespace);
}

/** @internal */
export function addNamespace(command: MeshCommand, otherwise: string): MeshCommand {
  return command.option('--namespace <name>', `where istiod runs; otherwise ${otherwise}`);
}

/** For what encrypts private keys. @internal */
export const confirmRecipients = (): Option =>
  new Option(
    '--confirm-recipients <fingerprint>',
    'recipients of a private key that you have looked at; as often as there are clusters',
  ).argParser(another);

const LONGEST_DAYS = 36_500;

function readDays(text: string): number {
  const days = Number(text);
  if (!(Number.isInteger(days) && days >= 1 && days <= LONGEST_DAYS)) {
    throw new InvalidArgumentError(`It takes a whole number from 1 to ${LONGEST_DAYS}.`);
  }
  return days;
}
