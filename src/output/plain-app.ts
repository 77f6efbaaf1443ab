import { ApiObject, App, Chart, Yaml, YamlOutputType } from 'cdk8s';
import { IConstruct } from 'constructs';
import { MeshApp } from './mesh-app';
import { plaintextBelow } from '../trust/allowed-plaintext';
import { scanForSecrets } from '../trust/secret-scanner';

const guarded = new WeakSet<App>();

/**
 * Makes synth fail where a plain cdk8s `App` would write one object over another, or a secret, without a word.
 *
 * @internal
 */
export function guardPlainApp(scope: IConstruct): void {
  const app = App.of(scope);
  if (app instanceof MeshApp || guarded.has(app)) {
    return;
  }
  guarded.add(app);
  app.node.addValidation({ validate: () => app.charts.flatMap(chart => [...lostObjects(chart, app.yamlOutputType), ...secrets(chart)]) });
}

const objectsOf = (chart: Chart): ApiObject[] => chart.node.findAll().filter((c): c is ApiObject => ApiObject.isApiObject(c));

function secrets(chart: Chart): string[] {
  const allowed = plaintextBelow(chart);
  return objectsOf(chart).flatMap(object => scanForSecrets(Yaml.stringify(object.toJson()), allowed)
    .map(({ what }) => `MESH809: "${object.node.path}" holds ${what}`));
}

function lostObjects(chart: Chart, output: YamlOutputType): string[] {
  const makers = new Map<string, string>();
  return objectsOf(chart).flatMap(object => {
    const key = output === YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE ? fileName(object) : identity(object);
    const other = makers.get(key);
    makers.set(key, other ?? object.node.path);
    return other === undefined ? [] : [
      `MESH801: "${object.node.path}" and "${other}" would both be written as ${key.split('\n').join(' ')}: use MeshApp instead of App, which keeps namespaces and API groups apart, or rename one`,
    ];
  });
}

/** The file name that cdk8s gives to a resource in its folder mode: without namespace and API group. */
function fileName(object: ApiObject): string {
  return `${object.kind}.${object.name}.k8s.yaml`.replace(/[^0-9a-zA-Z-_.]/g, '');
}

function identity({ apiGroup, kind, metadata, name }: ApiObject): string {
  return [apiGroup, kind, metadata.namespace ?? '', name].join('\n');
}
