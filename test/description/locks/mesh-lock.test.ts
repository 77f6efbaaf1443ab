import { existsSync, readFileSync, writeFileSync } from 'fs';
import * as path from 'path';
import { Testing } from 'cdk8s';
import { MulticlusterMesh, MulticlusterMeshProps } from '../../../src';
import { readMesh } from '../../../src/constructs/read-mesh';
import { readMeshFile } from '../../../src/description/file/read-mesh-file';
import { formatMeshLock, LockedIp, parseMeshLock } from '../../../src/description/locks/mesh-lock';
import { writeLock } from '../../../src/description/locks/mesh-lock-file';
import { PlainDescription } from '../../../src/description/plain-description';
import { check } from '../../../src/problems/problems';
import { temporaryFolder } from '../../golden/golden';
import { BASE, httpbin, problemsOf, resolve, summarize } from '../../model/base';

const OLD: MulticlusterMeshProps = {
  ...BASE,
  clusters: BASE.clusters.map(cluster => ({ ...cluster, istio: '1.24' })),
};
const HOST = 'httpbin.bar.mesh.internal';
const line = (ip: string, host: string, released = false): LockedIp => ({ ip, host, released });
const lock = (ips: LockedIp[], isUpdate = false, reuse = false) => ({
  file: 'mesh.lock.json',
  ips,
  isUpdate,
  reuse,
});

describe('the lock', () => {
  test('is followed', () => {
    expect(resolve(OLD, lock([line('240.0.0.77', HOST)])).services[0].virtualIps).toEqual([
      '240.0.0.77',
    ]);
    expect(resolve(BASE).services[0].virtualIps).toEqual([]);
  });

  test.each<[string, MulticlusterMeshProps, LockedIp[]]>([
    [
      `MESH325 at lockFile: "${HOST}" needs a virtual IP (Istio 1.24 of cluster "cluster1" allocates none), and "mesh.lock.json" has none for it`,
      OLD,
      [],
    ],
    [
      `MESH325 at lockFile: "mesh.lock.json" has a virtual IP for "${HOST}", which needs none`,
      BASE,
      [line('240.0.0.1', HOST)],
    ],
    [
      `MESH325 at lockFile: "mesh.lock.json" gives 10.0.0.1 to "${HOST}", which would become 240.0.59.203`,
      OLD,
      [line('10.0.0.1', HOST)],
    ],
  ])('%s', (expected, props, ips) => {
    expect(summarize(problemsOf(props, lock(ips)))).toEqual([expected]);
    expect(summarize(problemsOf(props, lock(ips, true)))).toEqual([]);
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
    expect(summarize(problemsOf({ ...OLD, ...change }, lock([], true)))).toEqual([expected]);
  });
});

describe('an address of the lock', () => {
  const httpbinAt = (ip: string): MulticlusterMeshProps => ({
    ...OLD,
    services: [httpbin({ virtualIps: [ip] })],
  });

  test.each([
    ['released', line('240.0.0.9', 'gone', true), 'keeps it back, released by "gone"'],
    ['in use', line('240.0.0.9', 'gone'), 'gives it to "gone"'],
  ])('MESH352: is not given by hand to another host while it is %s', (_, given, expected) => {
    const problem = `MESH352 at services[0].virtualIps: virtual IP "240.0.0.9": "mesh.lock.json" ${expected}`;
    const props = httpbinAt('240.0.0.9');
    expect(summarize(problemsOf(props, lock([given], true)))).toEqual([problem]);
    expect(summarize(problemsOf(props, lock([given])))).toContain(problem);
    expect(summarize(problemsOf(props, lock([given], true, true)))).toEqual([]);
  });

  test('may become one by hand of the same host', () => {
    const given = lock([line('240.0.0.9', HOST)], true);
    expect(summarize(problemsOf(httpbinAt('240.0.0.9'), given))).toEqual([]);
  });

  test.each([
    ['240.0.0.0', 'the address of the network 240.0.0.0/16 itself'],
    ['240.0.255.255', 'the broadcast address of 240.0.0.0/16'],
  ])('is not %s', (ip, what) => {
    expect(summarize(problemsOf(OLD, lock([line(ip, HOST)])))).toEqual([
      `MESH325 at lockFile: "mesh.lock.json" gives ${ip} to "${HOST}", which would become 240.0.59.203: ${ip} is ${what}`,
    ]);
    expect(resolve(OLD, lock([line(ip, HOST)], true)).allocation.get(HOST)).toEqual([
      '240.0.59.203',
    ]);
    expect(summarize(problemsOf(httpbinAt(ip)))).toEqual([
      `MESH320 at services[0].virtualIps: virtual IP "${ip}" is ${what}`,
    ]);
  });

  test('of IPv6 is not the first of the range, but may be the last: there is no broadcast', () => {
    const ranges = { ...OLD, virtualIpRanges: ['fd00:10::/64'] };
    const last = 'fd00:10::ffff:ffff:ffff:ffff';
    expect(summarize(problemsOf(ranges, lock([line(last, HOST)])))).toEqual([]);
    expect(summarize(problemsOf(ranges, lock([line('fd00:10::', HOST)])))).toEqual([
      expect.stringMatching(
        /^MESH325 .*: fd00:10:: is the address of the network fd00:10::\/64 itself$/,
      ),
    ]);
  });
});

describe('the file', () => {
  const folder = temporaryFolder();
  const lockFile = path.join(folder, 'mesh.lock.json');
  const mesh = (props: MulticlusterMeshProps = OLD) =>
    new MulticlusterMesh(Testing.app(), 'mesh', { ...props, lockFile });
  const update = (props: MulticlusterMeshProps = OLD, file = lockFile) => {
    const description = PlainDescription.of({ ...props, lockFile: file });
    const { lock: needed } = readMesh(description, { isUpdate: true });
    check(problems => writeLock(needed.file, needed.text, problems.at('lockFile')));
  };

  test('is written by an update only, and read by everybody', () => {
    expect(() => mesh()).toThrow('Run `npx mesh update` and commit the lock file');
    expect(existsSync(lockFile)).toBe(false);
    update();
    expect(readFileSync(lockFile, 'utf8')).toBe(
      [
        '{',
        '  "schema": 2,',
        '  "virtualIps": [',
        `    { "ip": "240.0.59.203", "host": "${HOST}" }`,
        '  ]',
        '}\n',
      ].join('\n'),
    );
    mesh();
    const many = {
      ...OLD,
      services: ['a', 'httpbin'].map(name => httpbin({ name })),
      grants: [{ services: ['a.bar', 'httpbin.bar'], everyone: true }],
    };
    expect(() => mesh(many)).toThrow('"a.bar.mesh.internal" needs a virtual IP');
    update(many);
    expect(JSON.parse(readFileSync(lockFile, 'utf8')).virtualIps).toEqual([
      { ip: '240.0.59.203', host: HOST },
      { ip: '240.0.198.122', host: 'a.bar.mesh.internal' },
    ]);
  });

  test('keeps what nobody needs any more as released, and is not begun for nothing', () => {
    update();
    update(BASE);
    expect(parseMeshLock(readFileSync(lockFile, 'utf8'))).toContainEqual(
      line('240.0.59.203', HOST, true),
    );
    mesh(BASE);
    new MulticlusterMesh(Testing.app(), 'mesh', {
      ...BASE,
      lockFile: path.join(folder, 'other.json'),
    });
    expect(existsSync(path.join(folder, 'other.json'))).toBe(false);
  });

  test('keeps what a host had before it moved, and goes on giving it the present one', () => {
    const text = formatMeshLock([line('240.0.0.3', HOST, true), line('240.0.0.9', HOST)]);
    writeFileSync(lockFile, text);
    mesh();
    update();
    expect(readFileSync(lockFile, 'utf8')).toBe(text);
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

  test('MESH350: a conflict of Git; what cannot be read on one of its sides stays as it is', () => {
    const text = '<<<<<<< ours\n{"schema":1,"virtualIps":{}}\n=======\n{}\n>>>>>>> theirs\n';
    writeFileSync(lockFile, text);
    expect(() => mesh()).toThrow(/^1 problem\n\nMESH350 at lockFile\n.*\n.*Run `npx mesh update`/);
    expect(() => update()).toThrow('MESH328');
    expect(readFileSync(lockFile, 'utf8')).toBe(text);
  });

  test.each([
    ['schema 1', { schema: 1, virtualIps: { [HOST]: ['240.0.0.9'], other: ['240.0.0.9'] } }],
    [
      'schema 2',
      {
        schema: 2,
        virtualIps: [
          { ip: '240.0.0.9', host: 'other' },
          { ip: '240.0.0.9', host: HOST },
        ],
      },
    ],
  ])('MESH351: one address for two hosts in %s', (_, content) => {
    writeFileSync(lockFile, JSON.stringify(content));
    expect(() => mesh()).toThrow(
      `1 problem\n\nMESH351 at lockFile\n  "${lockFile}" gives 240.0.0.9 to "${HOST}" and "other"\n  → Run \`npx mesh update\``,
    );
  });

  test('of the version before is read, followed, and rewritten by the next update', () => {
    writeFileSync(lockFile, JSON.stringify({ schema: 1, virtualIps: { [HOST]: ['240.0.0.1'] } }));
    mesh();
    update();
    expect(readFileSync(lockFile, 'utf8')).toBe(formatMeshLock([line('240.0.0.1', HOST)]));
    mesh();
  });

  test('of the example, in the form of the version before, becomes the one that is committed', () => {
    const old = { 'redis-cart.boutique.mesh.internal': ['240.0.0.1'] };
    writeFileSync(lockFile, JSON.stringify({ schema: 1, virtualIps: old }, undefined, 2));
    const props = { ...readMeshFile('examples/online-boutique/mesh.yaml').props, lockFile };
    const { lock: needed } = readMesh(PlainDescription.of(props), { isUpdate: true });
    expect(needed.text).toBe(readFileSync('examples/online-boutique/mesh.lock.json', 'utf8'));
    expect(needed.changes).toEqual({ added: 0, released: 0, moved: [] });
  });

  test.each([
    '',
    '{}',
    '{"schema":1,"virtualIps":null}',
    '{"schema":1,"virtualIps":{"a":["fe80::1%eth0"]}}',
    '{"schema":2,"virtualIps":{}}',
    '{"schema":2,"virtualIps":[null]}',
    '{"schema":2,"virtualIps":[{"ip":"10.0.0.1"}]}',
    '{"schema":2,"virtualIps":[{"ip":"10.0.0.1","host":""}]}',
    '{"schema":2,"virtualIps":[{"ip":"10.0.0.1","host":"a","released":"no"}]}',
    '{"schema":2,"virtualIps":[{"ip":"10.0.0.1","host":"a","more":1}]}',
    '{"schema":3,"virtualIps":[]}',
    '{"schema":1,"virtualIps":{"a":["x"]}}',
    '{"schema":1,"virtualIps":{"a":"10.0.0.1"}}',
  ])('MESH328: %s', text => {
    writeFileSync(lockFile, text);
    expect(() => mesh()).toThrow('MESH328');
    expect(() => update()).toThrow('MESH328');
    expect(readFileSync(lockFile, 'utf8')).toBe(text);
  });
});
