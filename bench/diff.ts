import * as path from 'path';
import { inTemporaryFolder, measure, run, Subject, Usage } from './measure';
import { Grid, meshApp } from './subjects';

const MESH = path.join(__dirname, '../bin/mesh');

/** What `mesh diff` takes where a service is new, and what the synth of the same mesh takes. */
export interface DiffUsage {
  readonly synth: Usage;
  readonly diff: Usage;
  /** when all pods that entries select are taken to be there, and call */
  readonly assuming: Usage;
}

export function diffUsage(grid: Grid, rounds: number): DiffUsage {
  return inTemporaryFolder(folder => {
    const [before, after] = [path.join(folder, 'before'), path.join(folder, 'after')];
    run(meshApp({ ...grid, services: grid.services - 1 }).command(before));
    run(meshApp(grid).command(after));
    const diffOf = (name: string, ...options: string[]): Subject => ({
      name,
      // that nothing of it is denied makes it end well
      command: () => [
        process.execPath,
        MESH,
        'diff',
        after,
        ...['--base', before, '--deny', 'deleted'],
        ...options,
      ],
    });
    const subjects = [meshApp(grid), diffOf('diff'), diffOf('assuming', '--assume-workloads')];
    const usages = measure(subjects, rounds);
    const [synth, diff, assuming] = subjects.map(subject => usages.get(subject)!);
    return { synth, diff, assuming };
  });
}
