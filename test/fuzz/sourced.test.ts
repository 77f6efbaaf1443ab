import * as path from 'path';
import { DOORS } from './doors';
import { folder, judged, plain, property, RUNS } from './fuzz';
import { intruded } from './intruders';
import { sourced, writeFiles } from './sourced';

/** Somebody else owns the host, the namespace or the grants. */
const SPEAKING = new Set(['MESH161', 'MESH301', 'MESH302', 'MESH411']);

test('services in manifests are the same as services in the description', () => {
  let accepted = 0;
  const directory = path.join(folder, 'sources');
  property(sourced, ({ files, description, meaning }) => {
    writeFiles(directory, files);
    const found = judged(plain(description), directory, Object.values(DOORS));
    const said = DOORS.file(plain(meaning), directory);
    expect(found.objects).toEqual(said.objects);
    accepted += found.objects ? 1 : 0;
  });
  expect(accepted).toBeGreaterThan(RUNS / 6);
});

test('nobody speaks for others from where he may write', () => {
  const directory = path.join(folder, 'intruders');
  property(intruded, ({ files, description }) => {
    writeFiles(directory, files);
    const { objects, problems, raw } = DOORS.file(plain(description), directory);
    expect([objects, raw]).toEqual([undefined, undefined]);
    expect(problems!.map(({ code }) => code).filter(code => SPEAKING.has(code))).not.toEqual([]);
  });
});
