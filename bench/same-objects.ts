import { readdirSync, readFileSync } from 'fs';
import * as path from 'path';
import { inTemporaryFolder, run, Subject } from './measure';

/** Subjects are worth comparing only when they write the same text for each import. */
export function expectSameImports(subjects: readonly Subject[], count: number): void {
  const [ours, ...others] = subjects.map(importsBy);
  // an entry, a rule and routes for each
  if (ours.length !== 3 * count) {
    throw new Error(`${ours.length / 3} imports instead of ${count}`);
  }
  others.forEach((other, i) => {
    const different = ours.findIndex((text, at) => text !== other[at]);
    if (different >= 0 || other.length !== ours.length) {
      throw new Error(
        `${subjects[i + 1].name} writes other objects:\n${other[different]}\nNot:\n${ours[different]}`,
      );
    }
  });
}

/** The documents of what other clusters serve, sorted. */
function importsBy(subject: Subject): string[] {
  return inTemporaryFolder(outdir => {
    run(subject.command(outdir));
    return readdirSync(outdir, { recursive: true, encoding: 'utf8' })
      .filter(file => file.endsWith('.yaml'))
      .flatMap(file => readFileSync(path.join(outdir, file), 'utf8').split(/^---$/m))
      .map(text => text.replace(/^#.*\n/gm, '').trim())
      .filter(text => /^kind: (ServiceEntry|DestinationRule|VirtualService)$/m.test(text))
      .filter(text => !text.includes('workloadSelector:'))
      .sort();
  });
}
