import { listOf, ownEntries } from '../../../src/model/dns/existing-servers';
import { existingValues } from '../../../src/model/dns/existing-values';
import { Problems } from '../../../src/problems/problems';

/** What a function returns, and the problems that it reports. */
function run<T>(call: (problems: Problems) => T) {
  const problems = new Problems();
  const value = call(problems);
  return { value, problems: problems.all.map(({ code, message }) => `${code} ${message}`) };
}

describe('the list of a spec', () => {
  const list = (spec: unknown) => run(problems => listOf(spec, 'servers', problems));

  test.each([
    ['is empty without a spec', undefined, []],
    ['is empty where the spec has none', {}, []],
    ['is what the spec says', { servers: [{ name: 'a' }] }, [{ name: 'a' }]],
  ])('%s', (_, spec, value) => {
    expect(list(spec)).toEqual({ value, problems: [] });
  });

  test.each([[{ a: {} }], [['a']], [[{}, 1]]])('is refused as %j', servers => {
    expect(list({ servers })).toEqual({
      value: [],
      problems: ['MESH233 `spec.servers` is not a list of maps'],
    });
  });
});

describe('an entry is of the mesh', () => {
  const HOSTS = ['errors', 'cache', 'template', 'hosts'];
  const own = (...entries: Array<{ zones: string[]; plugins?: string[] }>) =>
    run(problems => ownEntries(entries, 'mesh.internal', problems));
  const refused = (zones: string) => [
    `MESH236 entry 1, of ${zones}, is not for "mesh.internal" alone`,
  ];

  test('by its zone, however that is spelled', () => {
    expect(
      own(
        { zones: ['mesh.internal'] },
        { zones: ['corp.example'] },
        { zones: ['Mesh.Internal.', 'mesh.internal.'] },
        { zones: [] },
        { zones: ['.'] },
      ),
    ).toEqual({ value: [0, 2], problems: [] });
  });

  test('as the block of hosts that the mesh writes', () => {
    const hosts = ['a.b.mesh.internal', 'c.d.mesh.internal'];
    expect(own({ zones: hosts, plugins: HOSTS })).toEqual({ value: [0], problems: [] });
  });

  test.each([
    ['with the zone of somebody else', ['mesh.internal', 'corp.example'], HOSTS],
    ['for hosts, and a name of somebody else', ['a.b.mesh.internal', 'a.b.corp.example'], HOSTS],
    ['for hosts, and a name that is longer', ['a.b.mesh.internal', 'x.a.b.mesh.internal'], HOSTS],
    ['for a host, with other plugins', ['a.b.mesh.internal'], ['forward']],
    ['for a host, with no plugins', ['a.b.mesh.internal'], undefined],
    ['for a namespace', ['b.mesh.internal'], HOSTS],
  ])('or only in part, which is refused: %s', (_, zones, plugins) => {
    const names = zones.map(zone => `"${zone}"`).join(', ');
    expect(own({ zones, plugins })).toEqual({ value: [0], problems: refused(names) });
  });
});

describe("the values of RKE2's chart", () => {
  const values = (valuesContent: unknown, nodeLocalDns = false) =>
    run(problems =>
      existingValues(
        {
          existing: { labels: {}, annotations: {}, body: { spec: { valuesContent } } },
          name: 'mesh.internal',
          clusterDomain: 'cluster.local',
          nodeLocalDns,
        },
        problems,
      ),
    );
  const OWN = 'servers:\n- plugins: [{name: kubernetes}]\n';
  const noAnswer = [
    'MESH230 no entry of `servers` with the plugin "kubernetes" answers for "cluster.local"',
  ];

  test.each([[undefined], [7], [''], ['# nothing\n']])('are not there: %j', text => {
    expect(values(text)).toEqual({ value: undefined, problems: [] });
  });

  test.each([
    ['[]'],
    ['a'],
    ['a: [\n'],
    ['a: 1\na: 2\n'],
    ['a: 1\n---\nb: 2\n'],
    ['---\n---\n'],
    ['a: *nowhere\n'],
    ['a: &a [*a]\n'],
  ])('are refused as %j', text => {
    expect(values(text)).toEqual({
      value: undefined,
      problems: ['MESH233 `spec.valuesContent` is not a map'],
    });
  });

  test.each([
    ['a text', 'servers: a\n'],
    ['an empty value', 'servers:\n'],
    ['a list of texts', 'servers: [a]\n'],
    ['a list with one map', 'servers: [{}, a]\n'],
    ['a list from elsewhere, in which nothing can be replaced', `x: &list [{}]\nservers: *list\n`],
  ])('have as servers %s, which is refused', (_, text) => {
    expect(values(text)).toEqual({
      value: undefined,
      problems: ['MESH233 `servers` of `spec.valuesContent` is not a list of maps'],
    });
  });

  test('may say nothing of servers', () => {
    expect(values('a: 1\n')).toEqual({ value: { text: 'a: 1\n' }, problems: [] });
  });

  test('say of NodeLocal DNSCache what the cluster says of it, or nothing', () => {
    const chart = (is: string) => `nodelocal: ${is}\n`;
    for (const [text, nodeLocalDns] of [
      [chart('{enabled: true}'), true],
      [chart('{enabled: false}'), false],
      [chart('{}'), true],
    ] as const) {
      expect(values(text, nodeLocalDns)).toEqual({ value: { text }, problems: [] });
    }
    expect(values(chart('{enabled: false}'), true).problems).toEqual([
      'MESH235 the chart has `nodelocal.enabled: false`, and `nodeLocalDns` is true',
    ]);
  });

  test('MESH235: what they say otherwise of NodeLocal DNSCache is to be said once more', () => {
    const problems = new Problems();
    existingValues(
      {
        existing: {
          labels: {},
          annotations: {},
          body: { spec: { valuesContent: 'nodelocal: {enabled: true}\n' } },
        },
        name: 'mesh.internal',
        clusterDomain: 'cluster.local',
        nodeLocalDns: false,
      },
      problems,
    );
    expect(problems.all.map(({ code, remedy }) => [code, remedy])).toEqual([
      ['MESH235', 'Say the same in `nodeLocalDns`.'],
    ]);
  });

  test.each(['yes', '', '[]', '*map'])('are refused with NodeLocal DNSCache as "%s"', is => {
    expect(values(`x: &map {}\nnodelocal: ${is}\n`, true)).toEqual({
      value: undefined,
      problems: ['MESH233 `nodelocal` of `spec.valuesContent` is not a map'],
    });
  });

  test('are refused where what is replaced is named elsewhere', () => {
    const refused = (text: string) => {
      expect(values(text)).toEqual({
        value: undefined,
        problems: ['MESH233 alias "*a" of `spec.valuesContent` is to servers that are replaced'],
      });
    };
    refused('servers: &a [{plugins: [{name: kubernetes}]}]\nx: *a\n');
    const own = '- {zones: [{zone: mesh.internal}], plugins: &a []}\n';
    refused(`${OWN}${own}- {zones: [{zone: x}], plugins: *a}\n`);
    const others = `${OWN}- {zones: [{zone: x}], plugins: &a []}\n- {plugins: *a}\n`;
    expect(values(others)).toEqual({ value: { text: others, ours: [] }, problems: [] });
  });

  test.each([
    ['without zones', '- plugins: [{name: kubernetes}]\n'],
    ['for the root', '- {zones: [{zone: .}], plugins: [{name: kubernetes}]}\n'],
    [
      'for its domain',
      '- {zones: [{zone: x}, {zone: cluster.local}], plugins: [{name: kubernetes}]}\n',
    ],
    [
      'for a domain above',
      '- {zones: [{zone: local}], plugins: [{name: a}, {name: kubernetes}]}\n',
    ],
    ['on another port', '- {port: 1053, zones: [{zone: x}], plugins: [{name: kubernetes}]}\n'],
    ['beside others', '- {zones: [{zone: x}]}\n- plugins: [{name: kubernetes}]\n'],
  ])('answer for the cluster %s', (_, servers) => {
    const text = `servers:\n${servers}`;
    expect(values(text)).toEqual({ value: { text, ours: [] }, problems: [] });
  });

  test.each([
    ['with no server at all', 'servers: []\n'],
    ['with another plugin', 'servers:\n- plugins: [{name: forward}]\n'],
    ['with a plugin that is no map', 'servers:\n- plugins: [kubernetes]\n'],
    ['with plugins that are no list', 'servers:\n- plugins: {name: kubernetes}\n'],
    [
      'for other domains',
      'servers:\n- {zones: [{zone: x}, {zone: y}], plugins: [{name: kubernetes}]}\n',
    ],
    [
      'for a part',
      'servers:\n- {zones: [{zone: a.cluster.local}], plugins: [{name: kubernetes}]}\n',
    ],
  ])('do not answer for the cluster %s, which is refused', (_, text) => {
    expect(values(text)).toEqual({ value: { text, ours: [] }, problems: noAnswer });
  });

  test('have entries of the mesh, where ours will listen', () => {
    const text = [
      OWN.trimEnd(),
      '- {zones: [{zone: mesh.internal}], port: 1053}',
      '- {zones: [{zone: mesh.internal}], port: "53"}',
      '- {zones: [{zone: mesh.internal}]}',
      '- {zones: [mesh.internal]}',
      '',
    ].join('\n');
    expect(values(text)).toEqual({ value: { text, ours: [2, 3] }, problems: [] });
  });
});
