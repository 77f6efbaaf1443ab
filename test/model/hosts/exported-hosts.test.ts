import { checkHostPattern } from '../../../src/model/hosts/exported-hosts';
import { Problems } from '../../../src/problems/problems';

test.each<[string, boolean]>([
  ['*', true],
  ['*.local', true],
  ['a.mesh.internal', true],
  ['*.*.local', false],
  ['a.*.local', false],
  ['a*.local', false],
  ['*a.local', false],
  ['', false],
])('%s: a pattern has its asterisk in front of a dot, or nothing else', (pattern, isRight) => {
  const problems = new Problems();
  checkHostPattern(pattern, problems);
  expect(problems.all.map(({ code }) => code)).toEqual(isRight ? [] : ['MESH266']);
});
