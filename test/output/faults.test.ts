import { spawn, spawnSync } from 'child_process';
import fs, {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'fs';
import * as path from 'path';
import { buildSync } from 'esbuild';
import { Fault, systemError, watchedDisk } from './faulty-disk';
import type { KilledRun } from './killed-run';
import { everything, expectIndexed, Files, NEW, OLD, OTHER, outputFiles, putFile } from './trees';
import { Disk, DISK } from '../../src/files/disk';
import { recoverTree, writeTree } from '../../src/output/writer';
import { MeshError } from '../../src/problems/mesh-error';
import { Problems } from '../../src/problems/problems';
import { temporaryFolder } from '../golden/golden';

const root = temporaryFolder();
let run = 0;

const write = (outdir: string, files: Files, disk?: Disk) =>
  writeTree(outdir, outputFiles(files), new Problems(), { disk });

/** An output directory with files of ours and one of somebody else. */
function oldTree(): string {
  const outdir = path.join(root, String(run++));
  write(outdir, OLD);
  putFile(outdir, 'gone/foreign.txt', 'foreign\n');
  return outdir;
}

function stepsOf(work: (disk: Disk) => void): string[] {
  const disk = watchedDisk(() => undefined);
  work(disk);
  return disk.steps;
}

const whollyOld = everything(oldTree());
const whollyNew = (() => {
  const outdir = oldTree();
  write(outdir, NEW);
  return everything(outdir);
})();
const STEPS = stepsOf(disk => write(oldTree(), NEW, disk));
/** Removes the journal: before it everything is undone, after it nothing. */
const COMMIT = STEPS.lastIndexOf('remove', STEPS.length - 3) + 1;
const eachStep = STEPS.map((name, i) => [i + 1, name] as const);

function codesOf(work: () => unknown): string[] {
  try {
    work();
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(MeshError);
    return (error as MeshError).codes;
  }
}

/** After one more run: wholly new, and nothing else is left. */
function expectNextRunFinishes(outdir: string): void {
  write(outdir, NEW);
  expect(everything(outdir)).toEqual(whollyNew);
  expectIndexed(outdir);
}

test('the steps of a run are what the tests below think they are', () => {
  expect(STEPS.filter(name => name === 'move')).toHaveLength(1 + 4); // journal; three files, index
  expect(STEPS.length).toBeGreaterThan(25);
  expect(Object.keys(whollyNew)).toEqual([
    'a',
    'a/changes.yaml',
    'a/stays.yaml',
    'comes.yaml',
    'gone',
    'gone/foreign.txt',
    'mesh.index.json',
    'new',
    'new/deep',
    'new/deep/comes.yaml',
  ]);
});

describe.each(['ENOSPC', 'EACCES'])('%s', code => {
  test.each(eachStep)('in step %i (%s): wholly old at once, or wholly new', (n, name) => {
    const outdir = oldTree();
    const disk = watchedDisk((step, _, [file]) => {
      if (step === n && name === 'write') {
        writeFileSync(file as string, 'ne'); // what still fitted
      }
      if (step === n) {
        throw systemError(code, name);
      }
    });
    const codes = codesOf(() => write(outdir, NEW, disk));
    if (n <= COMMIT) {
      expect(codes).toEqual(['MESH811']);
      expect(everything(outdir)).toEqual(whollyOld);
    } else {
      expect(codes).toEqual(['MESH823']);
      expect(existsSync(path.join(outdir, '.mesh.run'))).toBe(true);
      expect(everything(outdir)).toMatchObject(whollyNew);
      removeLocks(outdir); // as the end of this process would
    }
    expectNextRunFinishes(outdir);
  });
});

test.each(eachStep)('a disk that fails for good from step %i (%s) on', n => {
  const outdir = oldTree();
  const disk = watchedDisk(step => {
    if (step >= n) {
      throw systemError('EROFS', 'write');
    }
  });
  const codes = codesOf(() => write(outdir, NEW, disk));
  expect(codes).not.toEqual([]);
  if (codes.includes('MESH811')) {
    expect(everything(outdir)).toMatchObject(whollyOld);
  }
  // the lock of this process stays, as it would not after the end of one
  removeLocks(outdir);
  recoverTree(outdir);
  const isNew = everything(outdir)['comes.yaml'] !== undefined;
  expect(everything(outdir)).toEqual(isNew ? whollyNew : whollyOld);
  expectNextRunFinishes(outdir);
});

test('MESH822: what could not be undone is told, and the next run undoes it', () => {
  const outdir = oldTree();
  const last = STEPS.lastIndexOf('move') + 1;
  const disk = watchedDisk(step => {
    if (step === last || step === last + 2) {
      throw systemError('EIO', 'rename');
    }
  });
  expect(() => write(outdir, NEW, disk)).toThrow(
    /^1 problem\n\nMESH822\n {2}".*": EIO: .*; then not everything could be undone: EIO: .*\n/,
  );
  expect(everything(outdir)).not.toMatchObject(whollyOld);
  expect(recoverTree(outdir)).toBe(true);
  expect(everything(outdir)).toEqual(whollyOld);
});

test('a first run that fails leaves no directory behind', () => {
  const outdir = path.join(root, String(run++), 'below', 'dist');
  const steps = stepsOf(disk => write(`${outdir}-of-steps`, NEW, disk));
  for (let n = 1; n <= steps.lastIndexOf('move') + 1; n++) {
    const disk = watchedDisk((step, name) => {
      if (step === n) {
        throw systemError('ENOSPC', name);
      }
    });
    expect([n, codesOf(() => write(outdir, NEW, disk))]).toEqual([n, ['MESH811']]);
    expect(existsSync(outdir)).toBe(false);
  }
});

test('a file system without links gets copies', () => {
  const link = jest.spyOn(fs, 'linkSync').mockImplementation(() => {
    throw systemError('EPERM', 'link');
  });
  try {
    const outdir = oldTree();
    const last = STEPS.lastIndexOf('move') + 1;
    const failing = watchedDisk((step, name) => {
      if (step === last) {
        throw systemError('ENOSPC', name);
      }
    });
    expect(codesOf(() => write(outdir, NEW, failing))).toEqual(['MESH811']);
    expect(link).toHaveBeenCalled();
    expect(everything(outdir)).toEqual(whollyOld);
    expectNextRunFinishes(outdir);
  } finally {
    link.mockRestore();
  }
});

describe('a process that is ended', () => {
  const program = path.join(root, 'killed-run.js');
  beforeAll(() => {
    const entryPoints = [path.join(__dirname, 'killed-run.ts')];
    buildSync({ entryPoints, outfile: program, bundle: true, platform: 'node' });
  });

  const runKilled = (killed: KilledRun) =>
    spawnSync(process.execPath, [program, JSON.stringify(killed)], { encoding: 'utf8' });

  /** Without another run, then with one, from the same state. */
  function expectWhole(outdir: string): void {
    const copy = `${outdir}-copy`;
    cpSync(outdir, copy, { recursive: true });
    expectNextRunFinishes(copy);
    recoverTree(outdir);
    const isNew = everything(outdir)['comes.yaml'] !== undefined;
    expect(everything(outdir)).toEqual(isNew ? whollyNew : whollyOld);
    write(outdir, OTHER); // what the killed run wanted does not matter any more
    expectIndexed(outdir);
    expect(Object.keys(everything(outdir))).not.toContain('comes.yaml');
  }

  test.each(eachStep)('by kill -9 before step %i (%s): wholly old or wholly new', n => {
    const outdir = oldTree();
    expect(runKilled({ outdir, files: NEW, step: n, signal: 'SIGKILL' }).signal).toBe('SIGKILL');
    expectWhole(outdir);
  });

  test.each(eachStep)('by SIGTERM before step %i (%s): the same', n => {
    const outdir = oldTree();
    expect(runKilled({ outdir, files: NEW, step: n, signal: 'SIGTERM' }).signal).toBe('SIGTERM');
    expectWhole(outdir);
  });

  test('by kill -9, and once more at each step of undoing that', () => {
    const killed = oldTree();
    runKilled({ outdir: killed, files: NEW, step: COMMIT, signal: 'SIGKILL' });
    const copyOf = (outdir: string) => {
      const copy = path.join(root, String(run++));
      cpSync(outdir, copy, { recursive: true });
      return copy;
    };
    const steps = stepsOf(disk => recoverTree(copyOf(killed), disk));
    expect(steps.filter(name => name === 'move').length).toBeGreaterThan(2);
    for (let n = 1; n <= steps.length; n++) {
      const outdir = copyOf(killed);
      expect(runKilled({ outdir, step: n, signal: 'SIGKILL' }).signal).toBe('SIGKILL');
      recoverTree(outdir);
      expect([n, everything(outdir)]).toEqual([n, whollyOld]);
    }
  });

  test('leaves its staging to itself and out of the repository', () => {
    const outdir = oldTree();
    const journal = STEPS.indexOf('move') + 1;
    runKilled({ outdir, files: NEW, step: journal, signal: 'SIGKILL' });
    const mode = (file: string) => (statSync(path.join(outdir, file)).mode & 0o777).toString(8);
    expect(['.mesh.run', '.mesh.run/new', '.mesh.run/old'].map(mode)).toEqual([
      '700',
      '700',
      '700',
    ]);
    expect(everything(outdir)).toMatchObject({ '.mesh.run/.gitignore': '*\n' });
  });

  test('what somebody changed since stays, and stops the next run', () => {
    const outdir = oldTree();
    runKilled({ outdir, files: NEW, step: COMMIT, signal: 'SIGKILL' });
    putFile(outdir, 'a/changes.yaml', 'edited since');
    putFile(outdir, 'comes.yaml', 'mine');
    putFile(outdir, 'goes.yaml', 'mine too');
    expect(codesOf(() => write(outdir, NEW))).toEqual(['MESH805', 'MESH807', 'MESH820']);
    expect(everything(outdir)).toEqual({
      ...whollyOld,
      'a/changes.yaml': 'edited since',
      'comes.yaml': 'mine',
      'goes.yaml': 'mine too',
    });
  });

  test('two at once, again and again: one after the other', async () => {
    const outdir = path.join(root, String(run++));
    mkdirSync(outdir);
    const many = (text: string): Files =>
      Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`d${i % 9}/${i}.yaml`, text]));
    const start = (files: Files) =>
      new Promise<number | null>(resolve =>
        spawn(process.execPath, [program, JSON.stringify({ outdir, files } satisfies KilledRun)], {
          stdio: 'inherit',
        }).on('exit', resolve),
      );
    for (let round = 0; round < 5; round++) {
      const runs = ['a', 'b', 'c'].map(text => start(many(`${text}${round}`)));
      expect(await Promise.all(runs)).toEqual([0, 0, 0]);
      expectIndexed(outdir);
      const { 'mesh.index.json': index, ...files } = everything(outdir);
      const texts = Object.values(files).filter(text => text !== '(directory)');
      expect(texts).toHaveLength(200);
      expect(new Set(texts).size).toBe(1);
    }
  });
});

test.each(eachStep)('a second run at step %i (%s) of the first', n => {
  const outdir = oldTree();
  let inner: string[] | undefined;
  const second: Fault = step => {
    if (step === n) {
      inner = codesOf(() => write(outdir, OTHER, { ...DISK, pause: () => undefined }));
    }
  };
  expect(codesOf(() => write(outdir, NEW, watchedDisk(second)))).toEqual([]);
  expectIndexed(outdir);
  const isLocked = n > STEPS.indexOf('write') + 1 && n < STEPS.length;
  expect(inner).toEqual(isLocked ? ['MESH821'] : []);
  const isBehind = n === STEPS.length;
  expect(everything(outdir)).toMatchObject(isBehind ? OTHER : whollyNew);
});

function removeLocks(outdir: string): void {
  const directory = path.join(outdir, '.mesh.run');
  const names = existsSync(directory) ? readdirSync(directory) : [];
  names.filter(n => n.startsWith('lock.')).forEach(n => rmSync(path.join(directory, n)));
}
