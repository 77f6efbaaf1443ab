import * as path from 'path';
import { matrix, written } from '../../../conformance/reach/meshes';
import { answers, ends, firstBroken } from '../../../src/analysis/reach/verdict';
import { EVERYTHING, ROWS } from '../../golden/rows';

const ROWS_FOLDER = path.join(__dirname, '../../golden/rows');

/**
 * Where Istio or the DNS was installed by somebody else, and the directories do not say how; and
 * where calls are made to fail on purpose.
 */
const UNKNOWN = new Set(['existing-istio', 'dns-beside-what-is-there', 'fault-and-mirror']);

/** Each call of a description that is granted gets through, and no other. */
describe.each(Object.entries({ ...ROWS, everything: EVERYTHING }))('%s', (name, description) => {
  const calls = matrix(written(description, path.join(ROWS_FOLDER, name)));

  test('who is granted is answered, and by nobody else than who should', () => {
    const granted = calls.filter(({ expected }) => 'answer' in expected);
    expect(granted.length).toBeGreaterThan(0);
    const wrong = granted.filter(({ way, expected }) => {
      if (UNKNOWN.has(name) && way.verdict === 'unknown') {
        return false;
      }
      const clusters = answers(way).map(({ cluster }) => cluster);
      return (
        way.verdict !== 'yes' ||
        !('answer' in expected && expected.answer.every(one => clusters.includes(one)))
      );
    });
    expect(
      wrong.map(({ text, way }) => `${text}: ${way.verdict}, ${firstBroken(way)?.text}`),
    ).toEqual([]);
  });

  test('who is not granted is refused where he should be', () => {
    const refused = calls.filter(({ expected }) => 'refusedBy' in expected);
    const wrong = refused.filter(({ way, expected }) => {
      if (UNKNOWN.has(name) && way.verdict === 'unknown') {
        return false;
      }
      const hops = ends(way).map(({ findings }) => findings.at(-1)?.hop);
      const wanted =
        'refusedBy' in expected && expected.refusedBy === 'client' ? 'name' : 'authorization';
      return way.verdict !== 'no' || !hops.every(hop => hop === wanted);
    });
    expect(
      wrong.map(({ text, way }) => `${text}: ${way.verdict}, ${firstBroken(way)?.text}`),
    ).toEqual([]);
  });
});
