import { readdirSync, readFileSync } from 'fs';
import * as path from 'path';
import Ajv, { ErrorObject } from 'ajv';
import { App } from 'cdk8s';
import { parse, parseDocument } from 'yaml';
import { isBeyond } from './forms/beyond';
import { DESCRIPTIONS } from './forms/descriptions';
import { Schema } from './slots';
import { MeshProblems, MulticlusterMesh } from '../../src';
import { meshYaml } from '../../src/cli/init/mesh-yaml';
import { fileForm } from '../../src/description/file-form';
import { formatPlace } from '../../src/problems/place';
import {
  classicMesh,
  classicMeshWithEverything,
  gitopsMesh,
  modernMesh,
} from '../golden/descriptions';
import { temporaryFolder } from '../golden/golden';
import { ROWS } from '../golden/rows';

/** The schemas that editors read, as a whole. `forms.test.ts` asks them about single values. */
const folder = temporaryFolder();
const schemaIn = (name: string): Schema =>
  JSON.parse(readFileSync(path.join('schema', name), 'utf8'));
const schema = schemaIn('mesh.schema.json');
const ajv = new Ajv({ strict: false, allErrors: true });
const validate = ajv.addSchema(schema, 'mesh.schema.json').getSchema('mesh.schema.json')!;
const validatePart = ajv.compile(schemaIn('mesh-part.schema.json'));

/** Where something is wrong, for an editor. */
function refused(description: unknown): string[] {
  return validate(description) ? [] : validate.errors!.map(placeOf);
}

function placeOf({ instancePath, propertyName, params }: ErrorObject): string {
  const steps = instancePath.split('/').slice(1);
  const key = propertyName ?? params.additionalProperty;
  return formatPlace([
    ...steps.map(step => (/^\d+$/.test(step) ? Number(step) : step.replace(/~1/g, '/'))),
    ...(key === undefined ? [] : [key]),
  ]);
}

describe('what is right is not marked', () => {
  test.each(Object.keys(ROWS))('%s', row => {
    expect(refused(fileForm(ROWS[row]))).toEqual([]);
  });

  test.each([
    ['modern', modernMesh('1.29')],
    ['classic', classicMesh('1.4')],
    ['classic with everything', classicMeshWithEverything('1.7', 'egress.istio-system.svc')],
    ['gitops', gitopsMesh()],
  ])('the golden description %s', (_, props) => {
    expect(refused(fileForm(props))).toEqual([]);
  });

  test.each([
    'examples/online-boutique/mesh.yaml',
    'bench/tiny/mesh.yaml',
    ...['edges', 'features'].map(mesh => `conformance/meshes/${mesh}/mesh.yaml`),
    'test/consumer/project/mesh.yaml',
  ])('%s', file => {
    expect(refused(parse(readFileSync(file, 'utf8')))).toEqual([]);
  });

  test.each(readdirSync('examples/online-boutique/teams'))('the part %s', file => {
    const part = parse(readFileSync(path.join('examples/online-boutique/teams', file), 'utf8'));
    expect(validatePart(part) ? [] : validatePart.errors).toEqual([]);
  });

  test('what `mesh init` writes, but for the addresses that it does not know', () => {
    const clusters = [
      { name: 'east', address: '198.18.1.1' },
      { name: 'west', address: 'gw.example.com' },
    ];
    const told = { suffix: 'mesh.internal', istio: '1.29' };
    expect(refused(parse(meshYaml({ clusters, ...told })))).toEqual([]);
    expect(refused(parse(meshYaml({ clusters: [], ...told })))).toEqual([
      'clusters[0].gateway.addresses[0]',
      'clusters[1].gateway.addresses[0]',
    ]);
  });

  const pages = ['README.md', ...readdirSync('docs').map(name => path.join('docs', name))];
  const examples = pages.flatMap(page =>
    [...readFileSync(page, 'utf8').matchAll(/```yaml\n([^]*?)```/g)].map(([, text]) => ({
      page,
      example: parse(text),
    })),
  );
  const ofMesh = examples.filter(
    ({ page, example }) =>
      page !== 'docs/world.md' && Object.keys(example).every(key => key in schema.properties),
  );

  test('examples in the documentation', () => {
    expect(ofMesh.length).toBeGreaterThan(3);
    const whole = ofMesh.map(({ example }) => ({ clusters: DESCRIPTIONS[0].clusters, ...example }));
    expect(whole.flatMap(refused)).toEqual([]);
  });

  const parts: Array<[string, Schema]> = Object.entries(schema.definitions);
  const withValues = parts.flatMap(([name, part]) =>
    Object.entries<Schema>({ '': part, ...part.properties }).flatMap(([key, property]) =>
      [...(property.examples ?? []), ...('default' in property ? [property.default] : [])].map(
        value => ({ at: `${name}.${key}`, property, value }),
      ),
    ),
  );

  test('defaults and examples of the schema itself', () => {
    expect(withValues.length).toBeGreaterThan(100);
    const { definitions } = schema;
    expect(
      withValues.filter(
        ({ property, value }) => !ajv.validate({ ...property, definitions }, value),
      ),
    ).toEqual([]);
  });
});

describe('what is wrong with one value is marked', () => {
  const CORPUS = 'test/corpus/yaml';
  const readable = readdirSync(CORPUS).flatMap(name => {
    const document = parseDocument(readFileSync(path.join(CORPUS, name), 'utf8'));
    const isRead = document.errors.length === 0 && document.contents !== null;
    return isRead ? [{ name, description: asRead(document) }] : [];
  });

  /** Undefined for what no editor reads either. */
  function asRead(document: ReturnType<typeof parseDocument>): unknown {
    try {
      return document.toJS();
    } catch {
      return undefined;
    }
  }

  test.each(readable.filter(({ description }) => description).map(one => [one.name, one]))(
    '%s',
    (_, { name, description }: any) => {
      const marked = refused(description);
      const isMarked = (place: string) =>
        marked.some(other => place.startsWith(other) || other.startsWith(place));
      let missed: string[] = [];
      try {
        MulticlusterMesh.fromFile(new App({ outdir: folder }), 'mesh', path.join(CORPUS, name));
      } catch (error) {
        missed = MeshProblems.of(error)
          .map(({ code, message, place }) => ({
            said: `${code} ${message}`,
            place: /\((.*)\)$/.exec(place)?.[1] ?? '',
          }))
          .filter(({ said, place }) => !isBeyond(said) && !isMarked(place))
          .map(({ said, place }) => `${place}: ${said}`);
      }
      expect(missed).toEqual([]);
    },
  );
});
