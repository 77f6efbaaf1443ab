import { readFileSync } from 'fs';
import Ajv, { ValidateFunction } from 'ajv';
import { parseAllDocuments } from 'yaml';
import { compiledVerdicts } from './compiled-validators';
import { istioCrds } from '../../projenrc/crds';

export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Record<string, string> };
  spec?: any;
}

/** The kinds whose fields are checked. */
export const isIstio = ({ apiVersion }: KubernetesObject): boolean =>
  /^(networking|security)\.istio\.io\//.test(apiVersion);

/**
 * What the schemas of the CRDs say about each object. The compiled validators of the pinned package
 * check types, enums and required fields. Since they let unknown fields pass, the structural
 * schemas made from its declarations are checked as well, with unknown fields forbidden.
 */
export function judgeSchema(objects: readonly KubernetesObject[]): string[] {
  const istio = objects.filter(isIstio);
  const known = istio.filter(object => object.kind !== 'EnvoyFilter');
  const verdicts = compiledVerdicts(known);
  return [
    ...verdicts.flatMap((verdict, i) =>
      verdict === null ? [] : [`${title(known[i])}: ${verdict}`],
    ),
    ...istio.flatMap(object => unknownFields(object).map(field => `${title(object)}: ${field}`)),
  ];
}

export const title = ({ kind, metadata }: KubernetesObject): string =>
  `${kind} ${metadata.namespace}/${metadata.name}`;

const ajv = new Ajv({ strict: false, allErrors: true });
const validators = new Map<string, ValidateFunction>();
let schemas: ReadonlyMap<string, object> | undefined;

function unknownFields({ kind, spec }: KubernetesObject): string[] {
  schemas ??= specSchemas();
  if (!validators.has(kind)) {
    validators.set(kind, ajv.compile(closed(schemas.get(kind)!)));
  }
  const validate = validators.get(kind)!;
  return validate(spec)
    ? []
    : validate.errors!.map(e => `spec${e.instancePath} ${e.message} ${JSON.stringify(e.params)}`);
}

function specSchemas(): Map<string, object> {
  const byHand = readFileSync('imports/envoyfilter.crd.yaml', 'utf8');
  const crds = [...istioCrds(), byHand].flatMap(text =>
    parseAllDocuments(text).map(document => document.toJS()),
  );
  return new Map(
    crds.map(({ spec }) => [
      spec.names.kind,
      spec.versions[0].schema.openAPIV3Schema.properties.spec,
    ]),
  );
}

/** The same schema, with undeclared fields forbidden. */
function closed(schema: any): any {
  if (Array.isArray(schema)) {
    return schema.map(closed);
  }
  if (typeof schema !== 'object' || schema === null) {
    return schema;
  }
  const copy = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, closed(value)]),
  );
  return copy.type === 'object' && copy.properties && copy.additionalProperties === undefined
    ? { ...copy, additionalProperties: false }
    : copy;
}
