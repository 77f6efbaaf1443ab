import { existsSync, readFileSync, writeFileSync } from 'fs';
import * as path from 'path';
import { Testing } from 'cdk8s';
import * as fc from 'fast-check';
import { MulticlusterMesh, MulticlusterMeshProps } from '../../../src';
import { readMesh } from '../../../src/constructs/read-mesh';
import { Allocation, writeLock } from '../../../src/description/locks/mesh-lock-file';
import { PlainDescription } from '../../../src/description/plain-description';
import { allocate } from '../../../src/model/services/allocate';
import { check } from '../../../src/problems/problems';
import { cidrContains, parseCidr } from '../../../src/values/ip';
import { temporaryFolder } from '../../golden/golden';
import { BASE, httpbin, problemsOf, resolve, summarize } from '../../model/base';

const V4 = parseCidr('240.0.0.0/29')!;
const V6 = parseCidr('fd00:10::/125')!;
const full = (): never => {
  throw new Error('full');
};
const OLD: MulticlusterMeshProps = {
  ...BASE,
  clusters: BASE.clusters.map(cluster => ({ ...cluster, istio: '1.24' })),
};
const HOST = 'httpbin.bar.mesh.internal';
const lock = (virtualIps: Record<string, string[]>, isUpdate = false) => ({
  file: 'mesh.lock.json',
  allocation: new Map(Object.entries(virtualIps)),
  isUpdate,
});

describe('allocation', () => {
  test('begins behind the network address, and ends before the broadcast address', () => {
    const hosts = ['a', 'b', 'c', 'd', 'e', 'f'];
    expect([...allocate(hosts, [V4], new Set(), new Map(), full).values()].flat()).toEqual(
      hosts.map((_, i) => `240.0.0.${i + 1}`),
    );
    expect(() => allocate([...hosts, 'g'], [V4], new Set(), new Map(), full)).toThrow('full');
    expect(allocate([...hosts, 'g'], [V6], new Set(), new Map(), full).get('g')).toEqual([
      'fd00:10::7',
    ]);
    expect(() => allocate([...hosts, 'g', 'h'], [V6], new Set(), new Map(), full)).toThrow('full');
  });

  test('gives an address of each range', () => {
    expect(allocate(['a'], [V4, V6], new Set(['240.0.0.1']), new Map(), full)).toEqual(
      new Map([['a', ['240.0.0.2', 'fd00:10::1']]]),
    );
  });

  test('takes a new address when the old one is out of range or was given away', () => {
    const previous: Allocation = new Map([
      ['a', ['10.0.0.1']],
      ['b', ['240.0.0.1']],
    ]);
    expect(allocate(['a', 'b'], [V4], new Set(['240.0.0.1']), previous, full)).toEqual(
      new Map([
        ['a', ['240.0.0.2']],
        ['b', ['240.0.0.3']],
      ]),
    );
  });

  test('never moves an address, gives each once, and does not depend on the order of hosts', () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,4}$/), { maxLength: 40 });
    const range = parseCidr('240.0.0.0/25')!;
    fc.assert(
      fc.property(names, names, names, (before, after, taken) => {
        const hands = new Set(taken.map((_, i) => `240.0.0.${3 * i + 2}`));
        const first = allocate(before, [range], hands, new Map(), full);
        const second = allocate(after, [range], hands, first, full);
        const all = [...second.values()].flat();
        expect(new Set(all).size).toBe(all.length);
        expect(all.every(ip => cidrContains(range, ip) && !hands.has(ip))).toBe(true);
        for (const host of before.filter(name => after.includes(name))) {
          expect(second.get(host)).toEqual(first.get(host));
        }
        expect(allocate([...after].reverse(), [range], hands, first, full)).toEqual(second);
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});

describe('the lock', () => {
  test('is followed', () => {
    expect(resolve(OLD, lock({ [HOST]: ['240.0.0.77'] })).services[0].virtualIps).toEqual([
      '240.0.0.77',
    ]);
    expect(resolve(BASE).services[0].virtualIps).toEqual([]);
  });

  test.each<[string, MulticlusterMeshProps, Record<string, string[]>]>([
    [
      `MESH325 at lockFile: "${HOST}" needs a virtual IP (Istio 1.24 of cluster "cluster1" allocates none), and "mesh.lock.json" has none for it`,
      OLD,
      {},
    ],
    [
      `MESH325 at lockFile: "mesh.lock.json" has a virtual IP for "${HOST}", which needs none`,
      BASE,
      { [HOST]: ['240.0.0.1'] },
    ],
    [
      `MESH325 at lockFile: "mesh.lock.json" gives 10.0.0.1 to "${HOST}", which would become 240.0.0.1`,
      OLD,
      { [HOST]: ['10.0.0.1'] },
    ],
  ])('%s', (expected, props, virtualIps) => {
    expect(summarize(problemsOf(props, lock(virtualIps)))).toEqual([expected]);
    expect(summarize(problemsOf(props, lock(virtualIps, true)))).toEqual([]);
  });

  test.each<[string, Partial<MulticlusterMeshProps>]>([
    [
      'MESH213 at virtualIpRanges[0]: "x" is not a CIDR',
      { virtualIpRanges: ['x', '240.0.0.0/16'] },
    ],
    [
      'MESH326 at virtualIpRanges[1]: "241.0.0.0/16" is the second range of IPv4',
      { virtualIpRanges: ['240.0.0.0/16', '241.0.0.0/16'] },
    ],
    [
      'MESH326 at virtualIpRanges[0]: "240.0.0.0/8" overlaps addresses that are Istio\'s own (automatic allocation)',
      { virtualIpRanges: ['240.0.0.0/8'] },
    ],
    [
      'MESH326 at virtualIpRanges[0]: "127.1.0.0/16" overlaps addresses that are loopback',
      { virtualIpRanges: ['127.1.0.0/16'] },
    ],
    [
      'MESH326 at virtualIpRanges[0]: "10.96.0.0/16" overlaps the service range 10.96.0.0/12 of cluster "cluster1"',
      {
        virtualIpRanges: ['10.96.0.0/16'],
        clusters: [{ ...OLD.clusters[0], serviceCidr: '10.96.0.0/12' }, OLD.clusters[1]],
      },
    ],
    [
      'MESH327 at virtualIpRanges: no address of 240.0.0.0/30 is left for "z.bar.mesh.internal"',
      {
        virtualIpRanges: ['240.0.0.0/30'],
        services: ['httpbin', 'y', 'z'].map(name => httpbin({ name })),
        grants: [{ services: ['httpbin.bar', 'y.bar', 'z.bar'], everyone: true }],
      },
    ],
  ])('%s', (expected, change) => {
    expect(summarize(problemsOf({ ...OLD, ...change }, lock({}, true)))).toEqual([expected]);
  });
});

describe('the file', () => {
  const folder = temporaryFolder();
  const lockFile = path.join(folder, 'mesh.lock.json');
  const mesh = (props: MulticlusterMeshProps = OLD) =>
    new MulticlusterMesh(Testing.app(), 'mesh', { ...props, lockFile });
  const update = (props: MulticlusterMeshProps = OLD, file = lockFile) => {
    const { lock: needed } = readMesh(PlainDescription.of({ ...props, lockFile: file }), true);
    check(problems => writeLock(needed.file, needed.text, problems.at('lockFile')));
  };

  test('is written by an update only, and read by everybody', () => {
    expect(() => mesh()).toThrow('Run `npx mesh update` and commit the lock file');
    expect(existsSync(lockFile)).toBe(false);
    update();
    expect(JSON.parse(readFileSync(lockFile, 'utf8'))).toEqual({
      schema: 1,
      virtualIps: { [HOST]: ['240.0.0.1'] },
    });
    mesh();
    const many = {
      ...OLD,
      services: ['a', 'httpbin'].map(name => httpbin({ name })),
      grants: [{ services: ['a.bar', 'httpbin.bar'], everyone: true }],
    };
    expect(() => mesh(many)).toThrow('"a.bar.mesh.internal" needs a virtual IP');
    update(many);
    expect(JSON.parse(readFileSync(lockFile, 'utf8')).virtualIps).toEqual({
      'a.bar.mesh.internal': ['240.0.0.2'],
      [HOST]: ['240.0.0.1'],
    });
  });

  test('is emptied when nobody needs an address any more, and not begun for that', () => {
    update(BASE);
    expect(JSON.parse(readFileSync(lockFile, 'utf8')).virtualIps).toEqual({});
    new MulticlusterMesh(Testing.app(), 'mesh', {
      ...BASE,
      lockFile: path.join(folder, 'other.json'),
    });
    expect(existsSync(path.join(folder, 'other.json'))).toBe(false);
  });

  test('MESH329: a place where no file can be', () => {
    const nowhere = path.join(folder, 'nowhere/mesh.lock.json');
    expect(() => update(OLD, nowhere)).toThrow(
      `MESH329 at lockFile\n  "${nowhere}" cannot be written: ENOENT`,
    );
    expect(existsSync(nowhere)).toBe(false);
  });

  test('MESH328: what is in its place but cannot be read', () => {
    expect(() => new MulticlusterMesh(Testing.app(), 'mesh', { ...OLD, lockFile: folder })).toThrow(
      `MESH328 at lockFile\n  "${folder}" cannot be read: EISDIR`,
    );
  });

  test.each([
    '',
    '{}',
    '<<<<<<< ours\n{"schema":1,"virtualIps":{}}\n=======\n{}\n>>>>>>> theirs\n',
    '{"schema":1,"virtualIps":null}',
    '{"schema":1,"virtualIps":{"a":["fe80::1%eth0"]}}',
    '{"schema":2,"virtualIps":{}}',
    '{"schema":1,"virtualIps":{"a":["x"]}}',
    '{"schema":1,"virtualIps":{"a":"10.0.0.1"}}',
  ])('MESH328: %s', text => {
    writeFileSync(lockFile, text);
    expect(() => mesh()).toThrow('MESH328');
    expect(() => update()).toThrow('MESH328');
    expect(readFileSync(lockFile, 'utf8')).toBe(text);
  });
});
