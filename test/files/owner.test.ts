import { spawn, spawnSync } from 'child_process';
import { hostname } from 'os';
import { hasEnded, ownedName, ownerOf } from '../../src/files/owner';

const own = () => ownerOf('lock', ownedName('lock'))!;

test('a name says whose it is, and no two are the same', () => {
  expect(own()).toMatchObject({ pid: process.pid, host: expect.stringContaining(hostname()) });
  expect(ownedName('lock')).not.toBe(ownedName('lock'));
  expect(ownerOf('.new', ownedName('.new'))).toEqual(own());
});

test.each([
  'lock',
  'lock.',
  'lock.x.1.host.0123456789ab',
  'lock.1.2.host',
  'other.1.2.h.0123456789ab',
])('%s is the name of nobody', name => {
  expect(ownerOf('lock', name)).toBeUndefined();
});

test('a process that runs has not ended, whoever it is of', () => {
  expect(hasEnded(own())).toBe(false);
  expect(hasEnded({ ...own(), pid: 1, started: '' })).toBe(process.platform === 'linux');
  const denied = jest.spyOn(process, 'kill').mockImplementation(() => {
    throw Object.assign(new Error(), { code: 'EPERM' });
  });
  expect(hasEnded(own())).toBe(false);
  denied.mockRestore();
});

test('a process that has ended has, also if its number is used again', () => {
  const { pid } = spawnSync('true');
  expect(hasEnded({ ...own(), pid })).toBe(true);
  expect(hasEnded({ ...own(), started: '1' })).toBe(process.platform === 'linux');
});

test('of a process on another host, or in another container, nobody knows', () => {
  const { pid } = spawnSync('true');
  expect(hasEnded({ ...own(), pid, host: 'elsewhere' })).toBe(false);
});

test('a process that was killed has ended, before its parent has noticed', async () => {
  // the shell becomes a `sleep` that never asks what became of its child
  const parent = spawn('sh', ['-c', 'sh -c "kill -9 \\$\\$" & echo $!; exec sleep 60']);
  const pid = await new Promise<number>(resolve =>
    parent.stdout.once('data', data => resolve(Number(data))),
  );
  const deadline = Date.now() + 10_000;
  while (!hasEnded({ ...own(), pid }) && Date.now() < deadline) {
    await new Promise(resolve => setTimeout(resolve, 10));
  }
  expect(hasEnded({ ...own(), pid })).toBe(true);
  parent.kill();
});
