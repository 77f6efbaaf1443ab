import * as path from 'path';
import { ApiObject, App, Chart, YamlOutputType } from 'cdk8s';
import { IConstruct } from 'constructs';
import { MeshApp } from './mesh-app';
import { reportsBelow } from './report';
import { RunRequest, runRequest, tell } from './run-request';
import { secretExceptionsBelow } from './secret-exceptions';
import { placeInObject } from '../output/secrets/exceptions';
import { searchYaml } from '../output/secrets/search';
import { Problems } from '../problems/problems';
import { printYaml } from '../values/yaml-printer';

/** On an app that is guarded already. */
const GUARDED = Symbol('guarded');

/**
 * Makes synth fail where a plain cdk8s `App` would write one object over another, or a secret,
 * without a word.
 *
 * @internal
 */
export function guardPlainApp(scope: IConstruct): void {
  const app: App & { [GUARDED]?: true } = App.of(scope);
  if (app instanceof MeshApp || app[GUARDED]) {
    return;
  }
  app[GUARDED] = true;
  app.node.addValidation({
    validate: () => {
      const request = runRequest();
      const problems = [...lostObjects(app), ...secrets(app), ...ownOutdir(app, request)];
      if (request && problems.length === 0) {
        // the one moment of a plain app's synth that is ours
        tell({ meshes: reportsBelow(app), sizes: {} }, request);
      }
      return problems;
    },
  });
}

/** It writes there by itself, whatever becomes of the run. */
function ownOutdir({ outdir }: App, request: RunRequest | undefined): string[] {
  return request?.staging === undefined || path.resolve(outdir) === request.staging
    ? []
    : [
        `MESH825: the app writes to "${outdir}" by itself: leave \`outdir\` out of it, or use MeshApp instead of App`,
      ];
}

const objectsOf = (app: App): ApiObject[] =>
  app.node.findAll().filter((c): c is ApiObject => ApiObject.isApiObject(c));

function secrets(app: App): string[] {
  const exceptions = secretExceptionsBelow(app);
  const problems = new Problems();
  for (const object of objectsOf(app)) {
    const directory = Chart.of(object).node.id;
    const { apiVersion, kind, name, metadata, node } = object;
    for (const { what, field } of searchYaml(printYaml(object.toJson()), exceptions.plaintext)) {
      const known = { apiVersion, kind, name, namespace: metadata.namespace };
      const place = placeInObject(directory, known, field);
      exceptions.report(place, `"${node.path}" holds ${what}`, problems);
    }
  }
  exceptions.reportUnused(problems);
  return problems.errors.map(({ code, message, remedy }) => `${code}: ${message} → ${remedy}`);
}

function lostObjects(app: App): string[] {
  const makers = new Map<string, string>();
  return objectsOf(app).flatMap(object => {
    const { directory, name } = placeOf(object, app.yamlOutputType);
    const other = makers.get(`${directory}\n${name}`);
    makers.set(`${directory}\n${name}`, other ?? object.node.path);
    return other === undefined
      ? []
      : [
          `MESH801: "${object.node.path}" and "${other}" would both be written as ${name}: use MeshApp instead of App, which keeps clusters, namespaces and API groups apart, or rename one`,
        ];
  });
}

/**
 * Where the object goes, and what it is called there: by file name where each object has a file,
 * otherwise as the cluster knows it.
 */
function placeOf(
  object: ApiObject,
  output: YamlOutputType,
): { readonly directory: string; readonly name: string } {
  const directory = Chart.of(object).node.path;
  switch (output) {
    case YamlOutputType.FILE_PER_RESOURCE:
      return { directory: '', name: fileName(object) }; // one directory for all charts
    case YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE:
      return { directory, name: fileName(object) };
    default:
      return { directory, name: identity(object) };
  }
}

/** The file name that cdk8s gives to a resource: without namespace and API group. */
function fileName(object: ApiObject): string {
  return `${object.kind}.${object.name}.k8s.yaml`.replace(/[^0-9a-zA-Z-_.]/g, '');
}

function identity({ apiGroup, kind, metadata, name }: ApiObject): string {
  return [apiGroup, kind, metadata.namespace ?? '', name].join(' ');
}
