import { spawnSync } from 'child_process';
import { writeFileSync } from 'fs';
import * as path from 'path';
import * as fc from 'fast-check';
import { settle } from '../../../src/description/locks/contested-ips';
import { formatMeshLock, LockedIp, parseMeshLock } from '../../../src/description/locks/mesh-lock';
import { readLock } from '../../../src/description/locks/mesh-lock-file';
import { nextLock } from '../../../src/description/locks/next-lock';
import { check } from '../../../src/problems/problems';
import { allocate } from '../../../src/values/allocate';
import { parseCidr } from '../../../src/values/ip';
import { temporaryFolder } from '../../golden/golden';

const folder = temporaryFolder();
/** Small enough that branches meet all the time. */
const RANGE = parseCidr('240.0.0.0/26')!;

/** The lock after an update for these hosts, and nothing else that `mesh update` looks at. */
function update(before: readonly LockedIp[], hosts: readonly string[], reuse = false): LockedIp[] {
  const own = new Map(
    hosts.map(host => [host, before.filter(line => line.host === host).map(({ ip }) => ip)]),
  );
  const keptBack = new Set(
    before.filter(({ host }) => !reuse || hosts.includes(host)).map(({ ip }) => ip),
  );
  const allocation = allocate(hosts, [RANGE], { taken: new Set(), own, keptBack }, () => {
    throw new Error('full');
  });
  return parseMeshLock(
    formatMeshLock([...nextLock({ ips: before, lost: [] }, allocation, reuse).ips]),
  )!;
}

/** What Git makes of two branches: the text, and whether it has marked a conflict. */
function gitMerge(base: string, ours: string, theirs: string, ...options: string[]) {
  const files = Object.entries({ ours, base, theirs }).map(([name, text]) => {
    writeFileSync(path.join(folder, name), text);
    return path.join(folder, name);
  });
  const { status, stdout } = spawnSync('git', ['merge-file', '-p', ...options, ...files], {
    encoding: 'utf8',
  });
  return { text: stdout, conflicts: status! };
}

const ips = (text: string): string[] => [...text.matchAll(/"ip": "(.*?)"/g)].map(([, ip]) => ip);
const numbered = (name: string, count: number) => Array.from({ length: count }, (_, i) => name + i);
const old = fc.subarray(numbered('old', 24), { minLength: 8 });
/** What a branch does to the hosts: a few come, a few go. */
const branch = fc.record({
  come: fc.subarray(numbered('new', 8), { maxLength: 2 }),
  go: fc.subarray(numbered('old', 24), { maxLength: 2 }),
  reuse: fc.boolean(),
});
type Branch = { come: string[]; go: string[]; reuse: boolean };
const hostsOf = (hosts: string[], { come, go }: Branch) => [
  ...hosts.filter(host => !go.includes(host)),
  ...come,
];

test('two branches conflict, or merge to a lock in which no address is twice', () => {
  const seen = { clean: 0, conflict: 0 };
  fc.assert(
    fc.property(old, old, branch, branch, (gone, hosts, one, two) => {
      const base = update(update([], gone), hosts);
      const [ours, theirs] = [one, two].map(side => update(base, hostsOf(hosts, side), side.reuse));
      const texts = [base, ours, theirs].map(formatMeshLock);
      const { text, conflicts } = gitMerge(texts[0], texts[1], texts[2]);
      if (conflicts > 0) {
        seen.conflict += 1;
        return;
      }
      seen.clean += 1;
      expect(parseMeshLock(text)).toBeDefined();
      expect(new Set(ips(text)).size).toBe(ips(text).length);
    }),
    { seed: 11, numRuns: 120 },
  );
  expect(Math.min(seen.clean, seen.conflict)).toBeGreaterThan(10);
});

test('two newcomers with one address always conflict', () => {
  fc.assert(
    fc.property(old, fc.integer({ min: 1, max: 62 }), branch, (hosts, n, side) => {
      const base = update([], hosts);
      const ip = `240.0.0.${n}`;
      fc.pre(base.every(line => line.ip !== ip));
      const newcomer = (host: string): LockedIp => ({ ip, host, released: false });
      const ours = [...base, newcomer('x')];
      const beside = update(ours, hostsOf(hosts, side)).filter(line => line.ip !== ip);
      const [first, second] = [ours, [...beside, newcomer('y')]].map(formatMeshLock);
      expect(gitMerge(formatMeshLock(base), first, second).conflicts).toBeGreaterThan(0);
    }),
    { seed: 12, numRuns: 40 },
  );
});

test.each(['--diff3', '--zdiff3', '--quiet'])(
  'an update after a conflict (%s) gives each host one address, and the same on both sides',
  style => {
    let conflicts = 0;
    fc.assert(
      fc.property(old, branch, branch, (hosts, one, two) => {
        const base = update([], hosts);
        const sides = [one, two].map(side => hostsOf(hosts, side));
        const [ours, theirs] = sides.map((side, i) => update(base, side, [one, two][i].reuse));
        const texts = [base, ours, theirs].map(formatMeshLock);
        const all = [...new Set(sides.flat())];
        const merged = [
          gitMerge(texts[0], texts[1], texts[2], style),
          gitMerge(texts[0], texts[2], texts[1], style),
        ].map(({ text, conflicts: count }) => {
          conflicts += count;
          writeFileSync(path.join(folder, 'merged.json'), text);
          const { ips: settled } = check(problems =>
            readLock(path.join(folder, 'merged.json'), true, problems),
          );
          return formatMeshLock(update(settled, all));
        });
        expect(merged[0]).toBe(merged[1]);
        const lines = parseMeshLock(merged[0])!;
        expect(new Set(lines.map(({ ip }) => ip)).size).toBe(lines.length);
        expect(
          lines
            .filter(({ released }) => !released)
            .map(({ host }) => host)
            .sort(),
        ).toEqual(all.sort());
        if (!one.reuse && !two.reuse) {
          for (const host of hosts.filter(name => all.includes(name))) {
            expect(lines.filter(line => line.host === host)).toEqual(
              base.filter(line => line.host === host),
            );
          }
        }
      }),
      { seed: 13, numRuns: 15 },
    );
    expect(conflicts).toBeGreaterThan(5);
  },
);

describe('an address that two hosts claim', () => {
  const ip = '240.0.0.9';
  const a = { ip, host: 'a', released: false };
  const b = { ip, host: 'b', released: false };

  test.each<[string, LockedIp[], LockedIp[], string]>([
    ['stays with the host of the merge base', [a, b], [b], 'b'],
    ['stays with it even if that was released there', [a, b], [{ ...b, released: true }], 'b'],
    ['goes to the first name if both are new', [b, a], [], 'a'],
    ['goes to the first name if both are old', [b, a], [a, b], 'a'],
    ['goes to the host that uses it', [{ ...a, released: true }, b], [], 'b'],
  ])('%s', (_, claims, base, keptBy) => {
    for (const order of [claims, [...claims].reverse()]) {
      const { ips: settled, lost } = settle(order, () => base);
      expect(settled.map(({ host }) => host)).toEqual([keptBy]);
      expect(lost).toEqual(
        claims
          .filter(({ host, released }) => host !== keptBy && !released)
          .map(({ host }) => ({ ip, host, keptBy })),
      );
    }
  });

  test('is no reason to ask for the merge base if it is claimed once', () => {
    const ask = jest.fn(() => []);
    settle([a, a, { ...b, ip: '240.0.0.10' }], ask);
    expect(ask).not.toHaveBeenCalled();
  });
});

test('a host with two addresses keeps the one of the merge base; the other is released', () => {
  const [x, y] = ['240.0.0.3', '240.0.0.9'].map(ip => ({ ip, host: 'a', released: false }));
  expect(update(settle([x, y], () => [y]).ips, ['a'])).toEqual([{ ...x, released: true }, y]);
  expect(update(settle([y, x], () => []).ips, ['a'])).toEqual([x, { ...y, released: true }]);
});

test('addresses are sorted by number, IPv4 before IPv6', () => {
  const text = formatMeshLock(
    ['fd00::1', '240.0.0.10', '240.0.0.9', '9.0.0.1', 'fd00::'].map(ip => ({
      ip,
      host: 'a',
      released: false,
    })),
  );
  expect(ips(text)).toEqual(['9.0.0.1', '240.0.0.9', '240.0.0.10', 'fd00::', 'fd00::1']);
});
