import { spawnSync } from 'child_process';
import * as path from 'path';
import { inTemporaryFolder, Subject } from './measure';

const MESH = path.join(__dirname, '../bin/mesh');
const DESCRIPTION = path.join(__dirname, 'tiny/mesh.yaml');

/** A tiny mesh by `mesh synth`, and a Node that does nothing. */
export function startSubjects(): [Subject, Subject] {
  const node = { name: '`node -e 0`', command: () => [process.execPath, '-e', '0'] };
  return [takesDescriptions() ? fromDescription : fromApp, node];
}

const fromDescription: Subject = {
  name: '`mesh synth mesh.yaml`',
  command: outdir => [process.execPath, MESH, 'synth', DESCRIPTION, '--outdir', outdir],
};

const fromApp: Subject = {
  name: '`mesh synth`, with an app',
  command: outdir => [
    process.execPath,
    MESH,
    'synth',
    '--app',
    `'${process.execPath}' '${path.join(__dirname, 'subjects/from-file.js')}' '${DESCRIPTION}'`,
    '--outdir',
    outdir,
  ],
};

/** Without one, `mesh synth` runs an app only. */
function takesDescriptions(): boolean {
  return inTemporaryFolder(outdir => {
    const [program, ...args] = fromDescription.command(outdir);
    return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
  });
}
