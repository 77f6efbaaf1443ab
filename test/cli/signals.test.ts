import { ChildProcess, spawn, spawnSync } from 'child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'fs';
import * as path from 'path';
import { bundle } from '../../projenrc/bundle';
import { temporaryFolder } from '../golden/golden';

const folder = temporaryFolder();
const tmp = path.join(folder, 'tmp');
const program = path.join(folder, 'run.js');

beforeAll(() => {
  bundle(path.join(folder, 'cli.js'));
  writeFileSync(program, "require('./cli').main(process.argv.slice(2)).then(s => process.exit(s))");
  mkdirSync(tmp);
  mkdirSync(path.join(folder, 'dist'));
  writeFileSync(path.join(folder, 'dist/old.yaml'), 'old');
});

const SLOW_APP =
  'mkdir -p $CDK8S_OUTDIR; echo key > $CDK8S_OUTDIR/key; echo $$ > pid; sleep 60; true';

function start(app: string): ChildProcess {
  return spawn(process.execPath, [program, 'synth', '--app', app], {
    cwd: folder,
    env: { ...process.env, TMPDIR: tmp },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!condition() && Date.now() < deadline) {
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  expect(condition()).toBe(true);
}

const staged = () =>
  readdirSync(tmp, { recursive: true, encoding: 'utf8' }).filter(file => /\bkey$/.test(file));

async function endSlowly(signal: NodeJS.Signals) {
  const mesh = start(SLOW_APP);
  let errors = '';
  mesh.stderr!.setEncoding('utf8').on('data', text => (errors += text));
  await until(() => staged().length === 1 && existsSync(path.join(folder, 'pid')));
  const ended = new Promise(resolve => mesh.on('exit', (_, by) => resolve(by)));
  mesh.kill(signal);
  return { by: await ended, errors };
}

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
  '%s during `mesh synth`: the app ends, and no staging with output stays',
  async signal => {
    const { by, errors } = await endSlowly(signal);
    expect(by).toBe(signal);
    expect(errors).toBe(`mesh synth: ended by ${signal}, nothing was written\n`);
    expect(readdirSync(tmp)).toEqual([]);
    expect(readdirSync(path.join(folder, 'dist'))).toEqual(['old.yaml']);
    const app = readFileSync(path.join(folder, 'pid'), 'utf8').trim();
    expect(spawnSync('kill', ['-0', app]).status).not.toBe(0);
  },
);

test('the second signal ends an app that does not heed the first', async () => {
  const mesh = start(`trap '' TERM; ${SLOW_APP}; while true; do sleep 0.1; done`);
  await until(() => staged().length === 1);
  const ended = new Promise(resolve => mesh.on('exit', (_, by) => resolve(by)));
  mesh.kill('SIGTERM');
  await new Promise(resolve => setTimeout(resolve, 300));
  expect(mesh.exitCode ?? mesh.signalCode).toBeNull();
  mesh.kill('SIGTERM');
  expect(await ended).toBe('SIGTERM');
  expect(readdirSync(tmp)).toEqual([]);
});

test('after kill -9 the next run removes the staging, and that of nobody else', async () => {
  const { by } = await endSlowly('SIGKILL');
  expect(by).toBe('SIGKILL');
  expect(staged()).toHaveLength(1);
  writeFileSync(path.join(tmp, 'mesh-run.txt'), 'mine');
  const next = start('mkdir -p $CDK8S_OUTDIR');
  await new Promise(resolve => next.on('exit', resolve));
  expect(readdirSync(tmp)).toEqual(['mesh-run.txt']);
  spawnSync('kill', ['-9', '--', `-${readFileSync(path.join(folder, 'pid'), 'utf8').trim()}`]);
});
