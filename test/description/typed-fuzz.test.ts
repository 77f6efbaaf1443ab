import { readFileSync, writeFileSync } from 'fs';
import * as path from 'path';
import { Chart } from 'cdk8s';
import * as fc from 'fast-check';
import { stringify } from 'yaml';
import { isAnything, Schema, Slots, withAt } from './slots';
import { otherSchemas } from '../../projenrc/schema';
import {
  ClusterCacerts,
  CoreDnsGlobalZone,
  GlobalServiceEntry,
  KubeDnsStub,
  MeshApp,
  MeshProblems,
  MulticlusterMesh,
} from '../../src';
import { fileForm } from '../../src/description/file-form';
import { temporaryFolder } from '../golden/golden';
import { ROWS } from '../golden/rows';

/**
 * Descriptions of the right types with values that nobody expects, through every door: what comes
 * out is YAML or problems with codes, never an error of JavaScript or of cdk8s.
 */
const CASES = Number(process.env.FUZZ_CASES ?? 250);
const folder = temporaryFolder();

/** Names that every object has, names of other places, and what other languages mean by them. */
const TEXTS = [
  ...Object.getOwnPropertyNames(Object.prototype),
  ...['length', 'then', 'toJSON', 'prototype', 'name', 'node', 'default', 'kube-system', 'east'],
  ...[
    '',
    ' ',
    'a b',
    'a\nb',
    '\0',
    '\u2028',
    '😀',
    'Ä',
    'A',
    '-',
    '-a',
    'a-',
    'a.b',
    'a..b',
    '.',
    '..',
  ],
  ...[
    '../x',
    '/',
    '*',
    '~',
    '%',
    '"',
    "'",
    '`',
    '\\',
    '[',
    '{',
    '|',
    '&a',
    '*a',
    '!x',
    '#',
    ': ',
    '- ',
  ],
  ...[
    '$(x)',
    '${x}',
    '<x>',
    ';rm -rf /',
    '{{x}}',
    'null',
    'true',
    'undefined',
    'NaN',
    '0',
    '-1',
    '1e3',
  ],
  ...[
    '5s',
    '1h',
    '1.30',
    '010',
    '0x10',
    '::1',
    '1.2.3.4',
    '240.0.0.0/8',
    'a:1',
    'http://a',
    'x/y:z@w',
  ],
  ...['x'.repeat(64), 'x'.repeat(300), 'a.'.repeat(130)],
];
const NUMBERS = [
  0,
  -0,
  -1,
  1,
  1.5,
  2 ** 16,
  2 ** 31,
  2 ** 53,
  1e300,
  5e-324,
  NaN,
  Infinity,
  -Infinity,
];
const OTHERS = [null, [], {}, [[]], [null], { a: 1 }, true, 5, 'text'];

const schema: Schema = JSON.parse(readFileSync('schema/mesh.schema.json', 'utf8'));

const others = otherSchemas() as { readonly [name: string]: Schema };
const definitions = Object.assign(
  {},
  ...[schema, ...Object.values(others)].map(s => s.definitions),
);

const reader = new Slots(definitions);
const resolved = (part: Schema): Schema => reader.resolved(part);
const slotsOf = (part: Schema, value: unknown) => reader.of(part, value);

/** A value of the type; deep enough to have every key of a small part. */
function valueOf(part: Schema): fc.Arbitrary<unknown> {
  const {
    type,
    enum: values,
    properties,
    required = [],
    items,
    additionalProperties,
  } = resolved(part);
  if (values) {
    return fc.constantFrom(...values);
  }
  if (isAnything(part)) {
    return fc.oneof(fc.constantFrom<unknown>(...OTHERS, ...NUMBERS), fc.constantFrom(...TEXTS));
  }
  switch (type) {
    case 'string':
      return fc.constantFrom(...TEXTS);
    case 'number':
    case 'integer':
      return fc.constantFrom(...NUMBERS);
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(valueOf(items), { maxLength: 2 });
    default:
      return properties
        ? fc.record(
            Object.fromEntries(
              Object.entries(properties).map(([key, value]) => [key, valueOf(value)]),
            ),
            { requiredKeys: required },
          )
        : fc.dictionary(fc.constantFrom(...TEXTS), valueOf(additionalProperties), { maxKeys: 2 });
  }
}

/** What holds, with one to three values put in its place. */
const mutated = (of: Schema, bases: readonly unknown[]): fc.Arbitrary<unknown> =>
  fc.constantFrom(...bases).chain(base => {
    const slots = slotsOf(of, base).filter(({ place }) => place.length > 0);
    const change = fc
      .constantFrom(...slots)
      .chain(slot =>
        fc
          .oneof(
            { weight: 9, arbitrary: valueOf(slot.schema) },
            { weight: 1, arbitrary: fc.constantFrom<unknown>(...OTHERS) },
          )
          .map(value => ({ place: slot.place, value })),
      );
    return fc.array(change, { minLength: 1, maxLength: 3 }).map(changes =>
      changes.reduce((result, { place, value }) => {
        try {
          return withAt(result, place, value);
        } catch {
          return result; // the change before has taken the place away
        }
      }, base),
    );
  });

const description = mutated(
  schema,
  Object.values(ROWS).map(props => fileForm(props)),
);

const DOORS: ReadonlyArray<(app: MeshApp, description: any) => MulticlusterMesh> = [
  (app, props) => new MulticlusterMesh(app, 'mesh', props),
  (app, object) => MulticlusterMesh.fromObject(app, 'mesh', object),
  (app, object) => {
    const file = path.join(folder, 'mesh.yaml');
    writeFileSync(file, stringify(object));
    return MulticlusterMesh.fromFile(app, 'mesh', file);
  },
];

/** The problems of what is done, or nothing if it succeeds. */
function problemsOf(given: unknown, work: () => void): string[] {
  try {
    work();
    return [];
  } catch (error) {
    const problems = MeshProblems.of(error);
    if (problems.length === 0) {
      throw new Error(`${JSON.stringify(given)}: ${(error as Error).stack}`);
    }
    expect((error as Error).message).not.toMatch(/unknown-\d|\[object /);
    return problems.map(({ code, message }) => `${code} ${message}`).sort();
  }
}

/** What is wrong, or nothing after writing the output in both ways. */
const told = (open: (typeof DOORS)[number], described: unknown): string[] =>
  problemsOf(described, () => {
    const app = new MeshApp({ outdir: path.join(folder, 'dist') });
    const mesh = open(app, described);
    app._write();
    mesh.clusters.forEach(cluster => mesh.chart(cluster).toJson()); // as cdk8s writes it
  });

test('values of the right type, whatever they are, lead to output or to problems', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(description, fc.nat(2), (described, door) => {
      told(DOORS[door], described).forEach(problem => seen.add(problem.slice(0, 7)));
    }),
    { seed: 16, numRuns: CASES },
  );
  expect(seen.size).toBeGreaterThan(40); // the cases do reach the rules
});

test('all doors tell the same', () => {
  fc.assert(
    fc.property(description, described => {
      const [props, object] = DOORS.map(door => told(door, described));
      expect(object).toEqual(props);
    }),
    { seed: 17, numRuns: CASES / 10 },
  );
});

describe('a name that every object has as a key is output or a problem, wherever it stands', () => {
  const names = Object.getOwnPropertyNames(Object.prototype);
  test.each(Object.keys(ROWS))('%s', row => {
    const texts = row === 'names' ? names : ['constructor', '__proto__'];
    const base = fileForm(ROWS[row]);
    const slots = slotsOf(schema, base).filter(({ schema: of }) => resolved(of).type === 'string');
    const maps = slotsOf(schema, base).filter(
      ({ schema: of }) => resolved(of).additionalProperties,
    );
    const cases = [
      ...slots.map(({ place }) => [place, 'constructor'] as const),
      // all names once; then the two that cdk8s stumbles over
      ...maps.flatMap(({ place, schema: of }) => {
        const { type } = resolved(resolved(of).additionalProperties);
        const value = { string: 'x', number: 1, integer: 1, array: ['10.0.0.1'] }[type as string];
        return texts.map(text => [place, { [text]: value }] as const);
      }),
    ];
    for (const [place, value] of cases) {
      told(DOORS[1], withAt(base, place, value));
    }
  });
});

const WEB = {
  ...{ name: 'web', namespace: 'shop', ports: [{ number: 80, protocol: 'HTTP' }] },
  subjectAltNames: ['spiffe://cluster.local/ns/shop/sa/web'],
};
const CONSTRUCTS: Array<[string, unknown[], (chart: Chart, props: any) => unknown]> = [
  [
    'kubeDnsStub',
    [{ stubDomains: { 'mesh.internal': ['10.0.0.200'] } }],
    (chart, props) => new KubeDnsStub(chart, 's', props),
  ],
  [
    'coreDnsGlobalZone',
    [
      { forwardTo: '10.0.0.200', platform: 'aks', zone: 'mesh.internal' },
      {
        records: { 'web.shop.mesh.internal': ['240.0.0.1'] },
        corefile: '. {\n    kubernetes cluster.local\n}\n',
        zone: 'mesh.internal',
      },
      { forwardTo: '10.0.0.200', platform: 'openshift', otherZones: { x: ['10.0.0.1'] } },
    ],
    (chart, props) => new CoreDnsGlobalZone(chart, 'z', props),
  ],
  [
    'clusterCacerts',
    [
      { delivery: 'external-secret', externalSecret: { store: 'vault', key: 'a' } },
      { delivery: 'cert-manager', certManager: { issuer: 'a' }, cluster: 'east' },
      { network: 'east', namespace: 'istio-system', istioVersion: '1.29' },
    ],
    (chart, props) => new ClusterCacerts(chart, 'k', props),
  ],
  [
    'globalServiceEntry',
    [
      { ...WEB, workloadSelector: { app: 'web' } },
      { ...WEB, endpoints: [{ address: '8.8.8.8', cluster: 'east', locality: 'a/b' }] },
      {
        ...WEB,
        istioVersion: '1.7',
        subjectAltNames: undefined,
        endpoints: [{ address: '8.8.8.8' }],
        virtualIps: ['240.0.0.1'],
      },
    ],
    (chart, props) => new GlobalServiceEntry(chart, 'g', props),
  ],
];

test.each(CONSTRUCTS)('the props of a construct: %s', (name, bases, make) => {
  const work = (props: unknown) => {
    const app = new MeshApp({ outdir: path.join(folder, 'construct') });
    const chart = new Chart(app, 'c');
    make(chart, props);
    app._write();
    chart.toJson();
  };
  bases.forEach(props => work(props));
  fc.assert(
    fc.property(mutated(others[name], bases), props => {
      problemsOf(props, () => work(props));
    }),
    { seed: 18, numRuns: CASES },
  );
});
