import { readFileSync } from 'fs';
import { parse, stringify } from 'yaml';
import { meshHarness } from './harness';
import { withWave } from '../../src/cli/rollout/wave-in-text';

const { mesh, io, write, tree } = meshHarness();

/** Each cluster serves a service of its own; all others may call it, but for that of asia. */
const CLUSTERS = ['asia', 'eu', 'us'];
const RINGS: { [cluster: string]: string } = { asia: 'first', eu: 'second', us: 'second' };
const OLD: { [cluster: string]: string } = { asia: '8.8.4.1', eu: '8.8.4.2:443', us: '8.8.4.3' };

/** A description by hand, in which clusters are as they are given. */
function byHand(clusters: { [name: string]: object } = {}, more: object = {}): string {
  return stringify({
    suffix: 'mesh.internal',
    virtualIpRanges: ['240.1.0.0/24'],
    clusters: CLUSTERS.map(name => ({
      name,
      labels: { ring: RINGS[name] },
      istio: '1.28',
      gateway: { addresses: [OLD[name]] },
      ...clusters[name],
    })),
    services: CLUSTERS.map(name => ({
      name,
      namespace: 'shop',
      clusters: [name],
      ports: [{ number: 80, protocol: 'HTTP' }],
      selector: { app: name },
      serviceAccounts: [name],
    })),
    grants: CLUSTERS.map(name => ({
      services: [`${name}.shop`],
      clusters: name === 'asia' ? ['eu'] : CLUSTERS.filter(other => other !== name),
      namespaces: ['shop'],
      serviceAccounts: ['*'],
    })),
    ...more,
  });
}

const WAVES = [{ matchLabels: { ring: 'first' } }, { matchLabels: { ring: 'second' } }];
const at = (...addresses: string[]) => ({ gateway: { addresses } });

/** The output of a description by hand. */
async function outputOf(text: string): Promise<Record<string, string>> {
  write('by-hand.yaml', text);
  expect(await mesh('synth', 'by-hand.yaml', '--outdir', 'by-hand')).toBe(0);
  return clustersOf(tree('by-hand'));
}

const clustersOf = (files: Record<string, string>) =>
  Object.fromEntries(Object.entries(files).filter(([file]) => file !== 'mesh.index.json'));

/** Whose directories differ. */
const changed = (a: Record<string, string>, b: Record<string, string>): string[] =>
  CLUSTERS.filter(name => {
    const below = ([file]: [string, string]) => file.startsWith(`${name}/`);
    return (
      JSON.stringify(Object.entries(a).filter(below)) !==
      JSON.stringify(Object.entries(b).filter(below))
    );
  });

async function roll(wave: number): Promise<Record<string, string>> {
  expect([await mesh('rollout', 'mesh.yaml', '--wave', String(wave)), io.err]).toEqual([0, '']);
  return clustersOf(tree('dist'));
}

test('a version reaches the clusters of each wave, and changes nothing anywhere else', async () => {
  write('mesh.yaml', byHand({}, { rollout: { istio: '1.29', waves: WAVES } }));
  const none = await roll(0);
  const first = await roll(1);
  const second = await roll(2);
  const next = { istio: '1.29' };
  expect(none).toEqual(await outputOf(byHand()));
  expect(first).toEqual(await outputOf(byHand({ asia: next })));
  expect(second).toEqual(await outputOf(byHand({ asia: next, eu: next, us: next })));
  expect(changed(none, first)).toEqual(['asia']);
  expect(changed(first, second)).toEqual(['eu', 'us']);
});

test('callers have both addresses for a wave before the old one goes', async () => {
  const clusters = [
    { name: 'asia', addresses: ['8.8.8.1'] },
    { name: 'us', addresses: ['8.8.8.3', '8.8.4.3'] },
  ];
  write('mesh.yaml', byHand({}, { rollout: { waves: WAVES, clusters } }));
  const steps = [await roll(0), await roll(1), await roll(2), await roll(3)];
  const hands = [
    byHand(),
    byHand({ asia: at('8.8.4.1', '8.8.8.1') }),
    byHand({ asia: at('8.8.8.1'), us: at('8.8.4.3', '8.8.8.3') }),
    byHand({ asia: at('8.8.8.1'), us: at('8.8.4.3', '8.8.8.3') }),
  ];
  for (const [i, hand] of hands.entries()) {
    expect(steps[i]).toEqual(await outputOf(hand));
  }
  // world.yaml and the README of a cluster say its addresses, too
  expect(changed(steps[0], steps[1])).toEqual(['asia', 'eu']);
  expect(changed(steps[1], steps[2])).toEqual(['asia', 'eu', 'us']);
  expect(changed(steps[2], steps[3])).toEqual([]);
  expect(steps[1]['eu/manifests/traffic/shop.yaml']).toContain('8.8.8.1');
  expect(steps[1]['eu/manifests/traffic/shop.yaml']).toContain('8.8.4.1');
  expect(await mesh('rollout', 'mesh.yaml')).toBe(0);
  expect(io.out).toBe(
    [
      '  wave 0: nothing has changed yet',
      '  wave 1: asia',
      '  wave 2: eu, us; no more calls to the old addresses of asia',
      '* wave 3: no more calls to the old addresses of us',
      '',
    ].join('\n'),
  );
});

test('a Service is open for the old and the new port until the roll-out is taken out', async () => {
  const clusters = [{ name: 'eu', addresses: ['8.8.4.2:31443'] }];
  write('mesh.yaml', byHand({}, { rollout: { waves: WAVES, clusters } }));
  const service = { type: 'LoadBalancer', ports: [443, 31443] };
  const steps = [await roll(0), await roll(1), await roll(2), await roll(3)];
  const dialed = [
    ['8.8.4.2:443'],
    ['8.8.4.2:443'],
    ['8.8.4.2:443', '8.8.4.2:31443'],
    ['8.8.4.2:31443'],
  ];
  for (const [i, addresses] of dialed.entries()) {
    expect(steps[i]).toEqual(await outputOf(byHand({ eu: { gateway: { addresses, service } } })));
  }
  const after = await outputOf(byHand({ eu: at('8.8.4.2:31443') }));
  expect(changed(steps[3], after)).toEqual(['eu']);
});

test('a canary control plane comes with one roll-out, and takes over with the next', async () => {
  const upgrade = { istio: '1.29', revision: '1-29' };
  const named = { istiod: { revision: '1-28' } };
  const all = { asia: named, eu: named, us: named };
  write('mesh.yaml', byHand(all, { rollout: { waves: WAVES, upgrade } }));
  const both = { istiod: { revision: '1-28', upgrade } };
  expect(await roll(1)).toEqual(await outputOf(byHand({ ...all, asia: both })));
  const every = { asia: both, eu: both, us: both };
  const rollout = { wave: 1, waves: WAVES, istio: '1.29', revision: '1-29' };
  write('mesh.yaml', byHand(every, { rollout }));
  expect(await mesh('synth')).toBe(0);
  const over = { istio: '1.29', istiod: { revision: '1-29' } };
  expect(clustersOf(tree('dist'))).toEqual(await outputOf(byHand({ ...every, asia: over })));
});

test('what a cluster says of its own wins over what the roll-out says of all', async () => {
  const rollout = {
    wave: 2,
    waves: WAVES,
    istio: '1.29',
    clusters: [{ name: 'us', istio: '1.30' }],
  };
  write('mesh.yaml', byHand({}, { rollout }));
  expect(await mesh('synth')).toBe(0);
  const [next, own] = [{ istio: '1.29' }, { istio: '1.30' }];
  expect(clustersOf(tree('dist'))).toEqual(
    await outputOf(byHand({ asia: next, eu: next, us: own })),
  );
});

test('the number of the wave is all that changes in the description', async () => {
  const text = `# ours\n${byHand({}, { rollout: { istio: '1.29', waves: WAVES } })}# end\n`;
  write('mesh.yaml', text);
  await roll(1);
  const written = readFileSync('mesh.yaml', 'utf8');
  expect(written).toBe(text.replace('rollout:\n', 'rollout:\n  wave: 1\n'));
  await roll(2);
  expect(readFileSync('mesh.yaml', 'utf8')).toBe(written.replace('wave: 1', 'wave: 2'));
  expect(parse(readFileSync('mesh.yaml', 'utf8')).rollout.wave).toBe(2);
});

test.each([
  ['{"rollout": {"waves": []}}', '{"rollout": {"wave": 3, "waves": []}}'],
  ['rollout: { wave: 1, waves: [] } # x\n', 'rollout: { wave: 3, waves: [] } # x\n'],
  [
    'a: 1\nrollout:\n    # first\n    istio: x\n',
    'a: 1\nrollout:\n    # first\n    wave: 3\n    istio: x\n',
  ],
  ['rollout:\n  wave: # none\n  istio: x\n', 'rollout:\n  wave: 3# none\n  istio: x\n'],
  ['w: &w 1\nrollout: { wave: *w }\n', undefined],
  ['rollout: {}\n', undefined],
  ['rollout: 1\n', undefined],
  ['- rollout\n', undefined],
  ['', undefined],
])('in %j', (text, expected) => {
  expect(withWave(text, 3)).toBe(expected);
});

test('a wave that cannot be written changes neither the description nor the output', async () => {
  const text = byHand({}, { rollout: { wave: 0, istio: '1.12', waves: WAVES } });
  write('mesh.yaml', text);
  for (const args of [[], ['--wave', '1']]) {
    expect(await mesh('rollout', 'mesh.yaml', ...args)).toBe(1);
    expect(io.err).toMatch(/MESH502 at mesh\.yaml:\d+:\d+ \(rollout\.istio\)/);
  }
  expect(await mesh('rollout', 'mesh.yaml', '--wave', '3')).toBe(1);
  expect(io.err).toMatch(
    /MESH142 at mesh\.yaml:\d+:\d+ \(rollout\.wave\)\n {2}wave 3 is not one of 0 to 2\n/,
  );
  expect(tree()).toEqual({ 'mesh.yaml': text });
});

test('what a roll-out cannot be asked for', async () => {
  const cases: Array<[string, string[], string]> = [
    [byHand(), ['mesh.yaml'], 'the description has no `rollout`'],
    [
      byHand(),
      ['mesh.yaml', '--wave', '1'],
      '"mesh.yaml" has no `rollout`, or none whose `wave` can be written',
    ],
    [byHand(), ['mesh.yaml', '--wave', 'one'], '--wave takes a number, not "one"'],
    [
      byHand(),
      ['--app', 'true', '--wave', '1'],
      'a program says `wave` itself: write it there, and run `mesh synth`',
    ],
    [byHand(), ['-', '--wave', '1'], '"-" has no `rollout`, or none whose `wave` can be written'],
  ];
  for (const [text, args, message] of cases) {
    write('mesh.yaml', text);
    expect(await mesh('rollout', ...args)).toBe(1);
    expect(io.err).toBe(`mesh rollout: ${message}\nSee \`mesh rollout --help\`.\n`);
  }
});

test('a program can read which wave is which', async () => {
  write('mesh.yaml', byHand({}, { rollout: { wave: 1, istio: '1.29', waves: WAVES } }));
  expect(await mesh('rollout', '--output', 'json')).toBe(0);
  expect(JSON.parse(io.out)).toEqual({
    rollouts: [
      {
        wave: 1,
        steps: [
          { clusters: ['asia'], withoutOldAddresses: [] },
          { clusters: ['eu', 'us'], withoutOldAddresses: [] },
        ],
      },
    ],
  });
});
