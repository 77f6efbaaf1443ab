import { MulticlusterMeshProps, RolloutProps } from '../../../src';
import { withRollout } from '../../../src/description/rollout/with-rollout';
import { formatPlace, Place } from '../../../src/problems/place';
import { Problems } from '../../../src/problems/problems';
import { GatewayAddress } from '../../../src/values/gateway-address';

const gateway = (...addresses: string[]) => ({ addresses: addresses.map(GatewayAddress.of) });
const CLUSTERS: MulticlusterMeshProps['clusters'] = [
  { name: 'a', istio: '1.28', labels: { ring: '1' }, gateway: gateway('8.8.4.1', '8.8.4.2') },
  { name: 'b', istio: '1.28', labels: { ring: '2' } },
];
const WAVES = [{ matchLabels: { ring: '1' } }, { matchLabels: { ring: '2' } }];

function rolled(rollout: RolloutProps, clusters = CLUSTERS) {
  const problems = new Problems();
  const { props, writtenAt } = withRollout({ clusters, rollout }, problems);
  return {
    clusters: props.clusters,
    at: (...place: Place) => formatPlace(writtenAt(['clusters', ...place])),
    problems: problems.all.map(({ code, where, message }) => `${code} at ${where}: ${message}`),
  };
}

test.each<[string, RolloutProps, string[]]>([
  [
    'a cluster without a wave, one with two, a wave without clusters',
    {
      istio: '1.29',
      waves: [...WAVES.slice(0, 1), ...WAVES.slice(0, 1), { matchLabels: { ring: '3' } }],
    },
    [
      'MESH140 at clusters[1]: cluster "b" is in no wave',
      'MESH141 at rollout.waves[1]: cluster "a" is in wave 1 already',
      'MESH136 at rollout.waves[2].matchLabels: no cluster has "ring: 3"',
    ],
  ],
  [
    'labels that select all, or cannot be',
    { istio: '1.29', waves: [{ matchLabels: {} }, { matchLabels: { 'a b': 'x' } }] },
    [
      'MESH407 at rollout.waves[0].matchLabels: the list of labels is empty',
      'MESH136 at rollout.waves[1].matchLabels: no cluster has "a b: x"',
      'MESH211 at rollout.waves[1].matchLabels.a b: "a b" is not a label key',
    ],
  ],
  [
    'no change',
    { waves: WAVES },
    ['MESH143 at rollout: neither a version nor addresses are named'],
  ],
  [
    'values that are wrong, before their wave',
    {
      istio: 'latest',
      revision: 'default',
      upgrade: { istio: '1.12', revision: 'A' },
      waves: WAVES,
      clusters: [{ name: 'a', istio: 'x', addresses: [GatewayAddress.of('a.1')] }],
    },
    [
      'MESH312 at rollout.clusters[0].addresses[0]: gateway address "a.1" is neither an IP address nor a fully qualified host name',
      'MESH501 at rollout.clusters[0].istio: "x" is not an Istio version',
      'MESH501 at rollout.istio: "latest" is not an Istio version',
      'MESH520 at rollout.revision: "default" is what Istio calls the control plane without a revision',
      'MESH502 at rollout.upgrade.istio: Istio "1.12" lies between the two mechanisms: 1.8 to 1.19 broke the classic form and do not carry the modern one',
      'MESH520 at rollout.upgrade.revision: revision "A" is not a DNS label of at most 56 characters',
    ],
  ],
  [
    'a wave that is none',
    { istio: '1.29', waves: WAVES, wave: 1.5 },
    ['MESH142 at rollout.wave: wave 1.5 is not one of 0 to 2'],
  ],
  [
    'entries for no cluster, twice for one, with addresses that nobody can have',
    {
      waves: WAVES,
      clusters: [
        { name: 'a', addresses: [] },
        { name: 'a', istio: '1.29' },
        { name: 'b', addresses: [GatewayAddress.ip('8.8.4.9')] },
        { name: 'c', istio: '1.29' },
      ],
    },
    [
      'MESH317 at rollout.clusters[0].addresses: the gateway has no address',
      'MESH144 at rollout.clusters[1].name: cluster "a" has an entry already',
      'MESH144 at rollout.clusters[2].addresses: cluster "b" has no gateway',
      'MESH144 at rollout.clusters[3].name: no cluster has the name "c"',
    ],
  ],
])('%s', (_, rollout, expected) => {
  expect(rolled(rollout).problems).toEqual(expected);
});

test('a cluster is in the wave whose labels it has, all of them', () => {
  const clusters = [
    { name: 'a', istio: '1.28', labels: { ring: '1', env: 'test' } },
    { name: 'b', istio: '1.28', labels: { ring: '1', env: 'prod' } },
  ];
  const waves = ['test', 'prod'].map(env => ({ matchLabels: { ring: '1', env } }));
  const { clusters: now, problems } = rolled({ wave: 1, istio: '1.29', waves }, clusters);
  expect(problems).toEqual([]);
  expect(now.map(({ istio }) => istio)).toEqual(['1.29', '1.28']);
});

test('each value is told where it was written', () => {
  const rollout: RolloutProps = {
    istio: '1.29',
    waves: WAVES,
    clusters: [{ name: 'a', revision: 'x', ...gateway('8.8.4.2', '8.8.4.3') }],
  };
  const places: Place[] = [
    [0, 'istio'],
    [0, 'istiod', 'revision'],
    [0, 'istiod', 'upgrade', 'istio'],
    [0, 'gateway', 'addresses', 0],
    [0, 'gateway', 'addresses', 1],
    [0, 'gateway', 'addresses', 2],
    [0, 'gateway', 'namespace'],
    [1, 'istio'],
    [1],
  ];
  const own = [
    'clusters[0].istio',
    'clusters[0].istiod.revision',
    'clusters[0].istiod.upgrade.istio',
    'clusters[0].gateway.addresses[0]',
    'clusters[0].gateway.addresses[1]',
    'clusters[0].gateway.addresses[2]',
    'clusters[0].gateway.namespace',
    'clusters[1].istio',
    'clusters[1]',
  ];
  const inWave = (wave: number) => {
    const { at } = rolled({ ...rollout, wave });
    return places.map(place => at(...place));
  };
  expect(inWave(0)).toEqual(own);
  const begun = ['rollout.istio', 'rollout.clusters[0].revision', own[2]];
  const added = 'rollout.clusters[0].addresses[1]';
  expect(inWave(1)).toEqual([...begun, own[3], own[4], added, ...own.slice(6)]);
  const all = ['rollout.clusters[0].addresses[0]', added, own[5], own[6]];
  expect(inWave(2)).toEqual([...begun, ...all, 'rollout.istio', own[8]]);
});

test('what is not rolled out stays as it is, to the last key', () => {
  const before = structuredClone(CLUSTERS.map(({ name, istio }) => ({ name, istio })));
  for (const wave of [0, 1, 2, 3]) {
    rolled({ wave, istio: '1.29', waves: WAVES, clusters: [{ name: 'a', ...gateway('8.8.4.9') }] });
  }
  expect(CLUSTERS.map(({ name, istio }) => ({ name, istio }))).toEqual(before);
  const { clusters } = rolled({ wave: 0, istio: '1.29', waves: WAVES });
  expect(clusters).toEqual(CLUSTERS);
});
