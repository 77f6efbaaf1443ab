import { watchedDisk } from './faulty-disk';
import { Files, outputFiles } from './trees';
import { recoverTree, writeTree } from '../../src/output/writer';
import { Problems } from '../../src/problems/problems';

/** A run of its own process, which is ended before a step. */
export interface KilledRun {
  readonly outdir: string;
  /** undefined to undo an earlier run only */
  readonly files?: Files;
  readonly step?: number;
  readonly signal?: NodeJS.Signals;
}

const { outdir, files, step, signal } = JSON.parse(process.argv[2]) as KilledRun;
const disk = watchedDisk(n => {
  if (n === step) {
    process.kill(process.pid, signal);
  }
});
if (files) {
  writeTree(outdir, outputFiles(files), new Problems(), { disk });
} else {
  recoverTree(outdir, disk);
}
