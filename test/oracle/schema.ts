import { execFileSync } from 'child_process';
import { readFileSync } from 'fs';
import * as path from 'path';
import Ajv from 'ajv';
import { parse, parseAllDocuments } from 'yaml';
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
  const script = path.join(__dirname, 'validators.mjs');
  const verdicts: Array<string | null> =
    known.length === 0
      ? []
      : JSON.parse(
          execFileSync(process.execPath, [script], {
            input: JSON.stringify(known),
            maxBuffer: 1 << 28,
            encoding: 'utf8',
          }),
        );
  return [
    ...verdicts.flatMap((verdict, i) =>
      verdict === null ? [] : [`${title(known[i])}: ${verdict}`],
    ),
    ...istio.flatMap(object => unknownFields(object).map(field => `${title(object)}: ${field}`)),
  ];
}

export const title = ({ kind, metadata }: KubernetesObject): string =>
  `${kind} ${metadata.namespace}/${metadata.name}`;

const validators = new Map<string, ReturnType<Ajv['compile']>>();

function unknownFields({ kind, spec }: KubernetesObject): string[] {
  if (validators.size === 0) {
    const byHand = parse(readFileSync('imports/envoyfilter.crd.yaml', 'utf8'));
    for (const crd of [
      ...istioCrds().flatMap(text => parseAllDocuments(text).map(d => d.toJS())),
      byHand,
    ]) {
      const schema = crd.spec.versions[0].schema.openAPIV3Schema.properties.spec;
      validators.set(
        crd.spec.names.kind,
        new Ajv({ strict: false, allErrors: true }).compile(closed(schema)),
      );
    }
  }
  const validate = validators.get(kind)!;
  return validate(spec)
    ? []
    : validate.errors!.map(e => `spec${e.instancePath} ${e.message} ${JSON.stringify(e.params)}`);
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
