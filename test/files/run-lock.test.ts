import { spawn, spawnSync } from 'child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'fs';
import * as path from 'path';
import { DISK } from '../../src/files/disk';
import { ownedName } from '../../src/files/owner';
import { inRun } from '../../src/files/run';
import { Problems } from '../../src/problems/problems';
import { temporaryFolder } from '../golden/golden';

const folder = temporaryFolder();
let root: string;
let run = 0;

beforeEach(() => {
  root = path.join(folder, String(run++));
  mkdirSync(path.join(root, '.mesh.run'), { recursive: true });
});

/** Somebody else's lock: of this host, unless another is named. */
function lock(pid: number, host?: string): string {
  const [purpose, , started, own, random] = /^(\w+)\.(\d+)\.(\d*)\.(.+)\.(\w+)$/
    .exec(ownedName('lock'))!
    .slice(1);
  const name = [purpose, pid, host ? started : startOf(pid), host ?? own, random].join('.');
  const file = path.join(root, '.mesh.run', name);
  writeFileSync(file, '');
  return file;
}

function startOf(pid: number): string {
  const { stdout } = spawnSync('cat', [`/proc/${pid}/stat`], { encoding: 'utf8' });
  return stdout.slice(stdout.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

const work = (pause = () => undefined as void) =>
  inRun(root, new Problems(), { ...DISK, pause }, () => readdirSync(path.join(root, '.mesh.run')));

test('MESH821: a run of another process is named, and stays alone', () => {
  const other = spawn('sleep', ['60']);
  const file = lock(other.pid!);
  expect(() => work()).toThrow(
    new RegExp(`MESH821\\n {2}process ${other.pid} on .* is writing here: "${file}"\\n`),
  );
  expect(readdirSync(path.join(root, '.mesh.run'))).toEqual([path.basename(file)]);
  other.kill();
});

test('MESH821: of two runs that come at once, none misses the other', () => {
  const other = spawn('sleep', ['60']);
  const disk = {
    ...DISK,
    pause: () => undefined,
    write: (file: string, content: string | Buffer) => {
      lock(other.pid!);
      DISK.write(file, content);
    },
  };
  let worked = false;
  expect(() => inRun(root, new Problems(), disk, () => (worked = true))).toThrow('MESH821');
  expect(worked).toBe(false);
  const locks = readdirSync(path.join(root, '.mesh.run'));
  expect(locks).toEqual([expect.stringContaining(`lock.${other.pid}.`)]);
  other.kill();
});

test('waits for a run that ends soon', async () => {
  const other = spawn('sleep', ['60']);
  lock(other.pid!);
  let waited = 0;
  const locks = work(() => {
    waited++;
    if (waited === 3) {
      spawnSync('rm', ['-r', path.join(root, '.mesh.run')]);
    }
  });
  expect([waited, locks]).toEqual([3, [expect.stringContaining(`lock.${process.pid}.`)]]);
  expect(readdirSync(root)).toEqual([]);
  other.kill();
});

test('the lock of a process that has ended counts for nothing, and is removed', () => {
  lock(spawnSync('true').pid);
  expect(work()).toEqual([expect.stringContaining(`lock.${process.pid}.`)]);
  expect(readdirSync(root)).toEqual([]);
});

test('MESH821: a run on another host is believed, until somebody removes its lock', () => {
  const file = lock(spawnSync('true').pid, 'elsewhere');
  expect(() => work()).toThrow(/MESH821\n {2}process \d+ on elsewhere is writing here/);
  spawnSync('rm', [file]);
  expect(work()).toHaveLength(1);
});

test('MESH821: a lock that names nobody is believed too', () => {
  writeFileSync(path.join(root, '.mesh.run', 'lock.x'), '');
  expect(() => work()).toThrow('MESH821\n  another run is writing here');
});
