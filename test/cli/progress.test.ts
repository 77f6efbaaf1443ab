import { cpSync, mkdirSync } from 'fs';
import * as path from 'path';
import { description, meshHarness } from './harness';

const { mesh, io, write } = meshHarness();
const DIST = path.join(__dirname, '../../dist');
const CLEAR = '\r\u001b[K';

/** As if stderr were a terminal, and stdout, too. */
function onTerminal(stdout: boolean, ci?: string): void {
  jest.replaceProperty(process.stderr, 'isTTY', true);
  jest.replaceProperty(process.stdout, 'isTTY', stdout);
  jest.replaceProperty(process, 'env', { ...process.env, CI: ci });
}

beforeAll(() => {
  // not there where it is no terminal
  for (const stream of [process.stdout, process.stderr]) {
    stream.isTTY ??= false;
  }
});

test('on a terminal a command says what it is busy with, and wipes it away', async () => {
  onTerminal(true);
  write('mesh.yaml', description({ suffix: 'mesh.internal' }));
  expect(await mesh('synth')).toBe(0);
  expect(io.err).toContain(`reading mesh.yaml …${CLEAR}writing dist …${CLEAR}`);
  expect(await mesh('diff', '--base', 'dist')).toBe(0);
  expect(io.err).toBe(`reading dist …${CLEAR}comparing calls …${CLEAR}`);
});

test('also when the work fails', async () => {
  onTerminal(true);
  write('mesh.yaml', 'clusters: 1');
  expect(await mesh('validate')).toBe(1);
  expect(io.err.startsWith(`reading mesh.yaml …${CLEAR}`)).toBe(true);
  expect(io.err.lastIndexOf(CLEAR)).toBe(`reading mesh.yaml …`.length);
});

test.each([
  ['a pipeline', true, 'true'],
  ['a pipe', false, undefined],
])('%s gets nothing of it', async (_, isTerminal, ci) => {
  onTerminal(isTerminal, ci);
  jest.replaceProperty(process.stderr, 'isTTY', isTerminal);
  write('mesh.yaml', description({ suffix: 'mesh.internal' }));
  expect(await mesh('synth')).toBe(0);
  expect(io.err).not.toContain('\u001b[K');
});

test('the output is found from a folder below the description', async () => {
  cpSync(DIST, 'dist', { recursive: true });
  write('mesh.yaml', description());
  mkdirSync('services/bar', { recursive: true });
  process.chdir('services/bar');
  const call = ['--from', 'cluster1/foo/sleep', '--to', 'httpbin.bar.global:8000'];
  expect(await mesh('reach', ...call, '--assume-workloads', '--explain')).toBe(0);
  expect(io.out).toContain('../../dist/cluster1/');
  expect(await mesh('diff', '--base', '../../dist')).toBe(0);
  expect(await mesh('check', '--print-kubectl')).toBe(0);
  expect(await mesh('report', '--format', 'mermaid')).toBe(0);
});
