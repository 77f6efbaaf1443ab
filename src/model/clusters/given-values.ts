import { Problems } from '../../problems/problems';
import { isMap } from '../../values/is-map';
import type * as yamlReader from '../../values/yaml-reader';

/** Helm values or a mesh config, as somebody else has them. @internal */
export interface Given {
  /** what stands at a path; undefined where nothing does */
  readonly at: (...path: string[]) => unknown;
}

/**
 * The values in a text: by themselves, or in the object of a tool that installs charts.
 *
 * @internal
 */
export function givenValues(text: string | undefined, problems: Problems): Given | undefined {
  const document = readMap(text, problems);
  const spec = mapAt(document, 'spec');
  return document && given(isObjectOf(document, WITH_VALUES) ? withMeshConfig(spec) : document);
}

/**
 * A mesh config: by itself, or in the ConfigMap that istiod reads.
 *
 * @internal
 */
export function givenMeshConfig(text: string | undefined, problems: Problems): Given | undefined {
  const document = readMap(text, problems);
  if (!document || !isObjectOf(document, ['ConfigMap'])) {
    return document && given(document);
  }
  const mesh = mapAt(document, 'data').mesh;
  const config = readMap(typeof mesh === 'string' ? mesh : '', problems);
  return config && given(config);
}

type Values = { readonly [key: string]: unknown };

/** The Sail operator, Flux, and what istioctl takes. */
const WITH_VALUES: readonly string[] = ['Istio', 'HelmRelease', 'IstioOperator'];

const isObjectOf = ({ apiVersion, kind }: Values, kinds: readonly string[]): boolean =>
  apiVersion !== undefined && kinds.includes(String(kind));

/** An IstioOperator has the mesh config beside the values. */
function withMeshConfig(spec: Values): Values {
  const values = mapAt(spec, 'values');
  const { meshConfig } = spec;
  return isMap(meshConfig)
    ? { ...values, meshConfig: { ...mapAt(values, 'meshConfig'), ...meshConfig } }
    : values;
}

const given = (values: Values): Given => ({
  at: (...path) =>
    path.reduce<unknown>(
      (value, key) => (isMap(value) && Object.hasOwn(value, key) ? value[key] : undefined),
      values,
    ),
});

function mapAt(values: Values | undefined, key: string): Values {
  const value = values?.[key];
  return isMap(value) ? value : {};
}

/** Loads the parser of YAML only where somebody gives a text. */
function readMap(text: string | undefined, problems: Problems): Values | undefined {
  if (text === undefined) {
    return undefined;
  }
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { readYaml }: typeof yamlReader = require('../../values/yaml-reader');
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { LineCounter }: typeof import('yaml') = require('yaml');
  const [first, ...others] = readYaml(text, new LineCounter(), { mergeKeys: true });
  const flaw = first?.problems.find(({ isWarning }) => !isWarning)?.message;
  if (flaw !== undefined || others.length > 0 || !isMap(first?.values)) {
    problems.report('MESH290', flaw ?? 'the text is not one YAML document with a map');
    return undefined;
  }
  return first.values;
}
