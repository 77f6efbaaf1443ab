import { BASE, resolve } from './base';
import { resolveRecords } from '../../src/model/dns/records';
import { Problems } from '../../src/problems/problems';

test('nothing in a resolved mesh can be changed, however deep', () => {
  const mesh: any = resolve(BASE);
  const isOpen = (value: unknown, place: string): string[] =>
    typeof value !== 'object' || value === null || value instanceof Map || value instanceof Set
      ? []
      : [
          ...(Object.isFrozen(value) ? [] : [place]),
          ...Object.entries(value).flatMap(([key, part]) => isOpen(part, `${place}.${key}`)),
        ];
  expect(isOpen(mesh, 'mesh')).toEqual([]);
});

describe('records that were written by hand', () => {
  const records = (all: Record<string, string[]>) => {
    const problems = new Problems();
    const resolved = resolveRecords(all, 'mesh.internal', problems);
    return { text: JSON.stringify(resolved), problems: problems.all.map(({ message }) => message) };
  };

  test('are in order, hosts and addresses', () => {
    const all = Object.freeze(['240.0.0.2', '240.0.0.1']) as string[];
    expect(records({ 'b.x.mesh.internal': all, 'a.x.mesh.internal': ['240.0.0.3'] })).toEqual({
      text: '{"a.x.mesh.internal":["240.0.0.3"],"b.x.mesh.internal":["240.0.0.1","240.0.0.2"]}',
      problems: [],
    });
  });

  test.each([
    ['a.mesh.internal', false],
    ['a.b.mesh.internal', true],
    ['0.a.b.mesh.internal', true],
    ['x.0.a.b.mesh.internal', false],
    ['a.bmesh.internal', false],
    ['mesh.internal', false],
    ['a.b.c.example', false],
  ])('are of hosts of the mesh: %s', (host, isRight) => {
    const message = `"${host}" is not a name of the form <name>.<namespace>.mesh.internal`;
    expect(records({ [host]: ['240.0.0.1'] }).problems).toEqual(isRight ? [] : [message]);
  });
});
