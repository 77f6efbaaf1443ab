import * as path from 'path';
import { enterProject, MESH_FILE } from './description';
import { tellFailure } from './failure';
import { MeshCommand } from './mesh-command';
import { readStandardInput, STANDARD_INPUT } from './standard-input';
import { UsageError } from '../ca/usage-error';
import { check } from '../problems/problems';
import { inFormat, OutputFormat } from '../values/output-format';

interface OwnersOptions {
  readonly root?: string;
  readonly output: OutputFormat;
}

/** `mesh owners`. @internal */
export function ownersCommand(): MeshCommand {
  return new MeshCommand('owners')
    .summary('print CODEOWNERS lines for the parts of a description')
    .description(
      'Prints the `owners` of a description as lines of CODEOWNERS, in the order that CODEOWNERS needs. Writes nothing. ' +
        'Paths begin at the repository that the description is in: the nearest directory above it with `.git`, otherwise its own directory.',
    )
    .argument(
      '[file]',
      `the description, or - for standard input, as if it were ${MESH_FILE} (default: ${MESH_FILE}, here or in a directory above)`,
    )
    .option('--root <directory>', 'let paths begin here, at a directory above the description')
    .formats()
    .examples(
      ['mesh owners', `the owners in ${MESH_FILE}`],
      ['mesh owners mesh/mesh.yaml > .github/CODEOWNERS', 'bring CODEOWNERS up to date'],
    )
    .does((named: string | undefined, { root, output }: OwnersOptions) => {
      if (named === undefined) {
        enterProject();
      }
      const text = named === STANDARD_INPUT ? readStandardInput() : undefined;
      const file = text === undefined ? (named ?? MESH_FILE) : MESH_FILE;
      const telling = { command: 'mesh owners', outcome: 'nothing was printed', output };
      return tellFailure(telling, () => {
        process.stdout.write(print({ file, text }, root, output));
        return 0;
      });
    });
}

interface NamedText {
  readonly file: string;
  /** if it is not that of the file */
  readonly text?: string;
}

function print({ file, text }: NamedText, root: string | undefined, output: OutputFormat): string {
  const {
    readMeshFile,
  }: typeof import('../description/file/read-mesh-file') = require('../description/file/read-mesh-file');
  const {
    checkForm,
  }: typeof import('../description/mistakes') = require('../description/mistakes');
  const {
    codeOwners,
    holds,
    repositoryOf,
  }: typeof import('../description/owners/code-owners') = require('../description/owners/code-owners');

  const description = readMeshFile(file, text);
  // a misspelled key may hide an owner
  check(
    problems => checkForm(description.validate, description.values, description.textAt, problems),
    [],
    description.locate,
  );
  const owners = description.owners!;
  const top = path.resolve(root ?? repositoryOf(owners.directory) ?? owners.directory);
  if (!holds(top, owners.directory)) {
    throw new UsageError(`"${root}" is not above "${file}"`);
  }
  const lines = codeOwners(owners, top);
  if (!lines.some(line => holds(path.join(top, line.path), path.resolve(file)))) {
    process.stderr.write(
      `mesh owners: nobody owns "${file}", which may say everything; add an entry with its path, or with "."\n`,
    );
  }
  return inFormat(
    output,
    () => lines.map(line => `${line.path} ${line.teams.join(' ')}\n`).join(''),
    () => ({ owners: lines }),
  );
}
