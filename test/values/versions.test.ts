import { ClusterProps, MulticlusterMeshProps } from '../../src';
import { problemsOf, summarize, withCluster } from '../model/base';

/** `MinK8SVersion` in the source code of each release of Istio. */
const FLOORS: Array<[minor: number, kubernetes: number]> = [
  [1, 9],
  [2, 11],
  [3, 13],
  [4, 13],
  [5, 13],
  [6, 13],
  [7, 16],
  [20, 25],
  [21, 26],
  [22, 26],
  [23, 26],
  [24, 28],
  [25, 28],
  [26, 29],
  [27, 29],
  [28, 29],
  [29, 30],
  [30, 32],
  [31, 32],
];
const about = (code: string, props: MulticlusterMeshProps) =>
  summarize(problemsOf(props)).filter(line => line.startsWith(code));
const versions = (istio: string, kubernetes?: string): MulticlusterMeshProps =>
  withCluster({ istio, kubernetes } as Partial<ClusterProps>);

test.each(FLOORS)('Istio 1.%d installs on Kubernetes 1.%d, not below', (minor, floor) => {
  expect(about('MESH505', versions(`1.${minor}`, `1.${floor}`))).toEqual([]);
  expect(about('MESH505', versions(`1.${minor}`, `1.${floor - 1}.9`))).toEqual([
    `MESH505 at clusters[0].kubernetes: Kubernetes "1.${floor - 1}.9" is older than 1.${floor}, which Istio 1.${minor} needs`,
  ]);
});

test('a newer Istio has the floor of the newest one known', () => {
  expect(about('MESH505', versions('1.32', '1.31'))).toHaveLength(1);
  expect(about('MESH505', versions('1.32', '1.32'))).toEqual([]);
});

test.each(Array.from({ length: 33 }, (_, minor) => minor))(
  'Istio 1.%d is taken or refused',
  minor => {
    const isRefused = minor === 0 || (minor >= 8 && minor <= 19);
    expect(about('MESH502', versions(`1.${minor}`))).toHaveLength(isRefused ? 1 : 0);
    expect(about('MESH503', versions(`1.${minor}`))).toHaveLength(minor > 31 ? 1 : 0);
  },
);

test.each(['1.29', '1.29.2', 'v1.29', '1.29.0-rc.1', '1.29-alpha.abc'])(
  '%s is a version',
  istio => {
    expect(about('MESH501', versions(istio))).toEqual([]);
  },
);

test.each([
  '',
  '1',
  '1.',
  '1.x',
  '1.29.',
  '1.29.2.3',
  'latest',
  '1,29',
  ' 1.29',
  '-1.29',
  '1.29+x',
  '01.29',
  '1.029',
  '1.29.02',
])('"%s" is none', istio => {
  expect(about('MESH501', versions(istio))).toEqual([
    `MESH501 at clusters[0].istio: "${istio}" is not an Istio version`,
  ]);
});
