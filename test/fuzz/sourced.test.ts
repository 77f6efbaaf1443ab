import * as path from 'path';
import { DOORS } from './doors';
import { folder, judged, plain, property, RUNS } from './fuzz';
import { sourced, writeFiles } from './sourced';

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
  expect(accepted).toBeGreaterThan(RUNS / 4);
});
