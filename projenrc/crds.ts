/**
 * Writes one CustomResourceDefinition document for each Istio kind that this library emits, read
 * from the type declarations of a pinned npm package. `cdk8s import` turns the result into
 * `imports/`. No file is fetched, so the imports can be reproduced from the lockfile alone.
 *
 * EnvoyFilter is not read from there: its first form (`workloadLabels`, `filters`; Istio 1.1 to
 * 1.5) is gone from every published schema, so `imports/envoyfilter.crd.yaml` is written by hand
 * and covers both forms.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'fs';
import * as path from 'path';
import * as ts from 'typescript';
import * as YAML from 'yaml';

type Schema = Record<string, unknown>;

/** group, version, kind, plural */
const KINDS: ReadonlyArray<readonly [string, string, string, string]> = [
  ['networking.istio.io', 'v1', 'DestinationRule', 'destinationrules'],
  ['networking.istio.io', 'v1', 'Gateway', 'gateways'],
  ['networking.istio.io', 'v1', 'ServiceEntry', 'serviceentries'],
  ['networking.istio.io', 'v1', 'Sidecar', 'sidecars'],
  ['networking.istio.io', 'v1', 'VirtualService', 'virtualservices'],
  ['networking.istio.io', 'v1', 'WorkloadEntry', 'workloadentries'],
  ['security.istio.io', 'v1', 'AuthorizationPolicy', 'authorizationpolicies'],
  ['security.istio.io', 'v1', 'PeerAuthentication', 'peerauthentications'],
];

function crd(group: string, version: string, kind: string, plural: string): Schema {
  const file = `node_modules/@kubernetes-models/istio/${group}/${version}/${kind}.d.ts`;
  const source = ts.createSourceFile(
    file,
    readFileSync(file, 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  const declaration = source.statements.find(
    (s): s is ts.InterfaceDeclaration => ts.isInterfaceDeclaration(s) && s.name.text === `I${kind}`,
  );
  if (!declaration) {
    throw new Error(`${file} declares no interface I${kind}`);
  }
  const identity = ['apiVersion', 'kind', 'metadata'];
  const openAPIV3Schema = objectSchema(
    declaration.members.filter(m => !identity.includes((m.name as ts.Identifier).text)),
  );
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { kind, plural },
      versions: [{ name: version, served: true, storage: true, schema: { openAPIV3Schema } }],
    },
  };
}

function objectSchema(members: readonly ts.TypeElement[]): Schema {
  const index = members.find(ts.isIndexSignatureDeclaration);
  if (index) {
    return { type: 'object', additionalProperties: typeSchema(index.type) };
  }
  const properties = members.filter(ts.isPropertySignature);
  const required = properties.filter(p => !p.questionToken).map(nameOf);
  return {
    type: 'object',
    properties: Object.fromEntries(
      properties.map(p => [nameOf(p), { ...typeSchema(p.type!), ...description(p) }]),
    ),
    ...(required.length > 0 ? { required } : {}),
  };
}

function typeSchema(type: ts.TypeNode): Schema {
  if (ts.isParenthesizedTypeNode(type)) {
    return typeSchema(type.type);
  }
  if (ts.isTypeLiteralNode(type)) {
    return objectSchema(type.members);
  }
  if (ts.isIntersectionTypeNode(type)) {
    // `All & (oneOf A | B …)`: the first operand names every field, the rest only exclude pairs
    return typeSchema(type.types[0]);
  }
  if (ts.isUnionTypeNode(type)) {
    const texts = type.types.map(t =>
      ts.isLiteralTypeNode(t) && ts.isStringLiteral(t.literal) ? t.literal.text : undefined,
    );
    return texts.includes(undefined)
      ? { 'x-kubernetes-int-or-string': true }
      : { type: 'string', enum: texts };
  }
  if (ts.isTypeReferenceNode(type)) {
    return type.typeName.getText() === 'Array'
      ? { type: 'array', items: typeSchema(type.typeArguments![0]) }
      : { type: 'object' };
  }
  switch (type.kind) {
    case ts.SyntaxKind.StringKeyword:
      return { type: 'string' };
    case ts.SyntaxKind.NumberKeyword:
      return { type: 'number' };
    case ts.SyntaxKind.BooleanKeyword:
      return { type: 'boolean' };
    case ts.SyntaxKind.AnyKeyword:
    case ts.SyntaxKind.UnknownKeyword:
      return { 'x-kubernetes-preserve-unknown-fields': true };
    default:
      throw new Error(`no schema for ${ts.SyntaxKind[type.kind]}: ${type.getText().slice(0, 80)}`);
  }
}

const nameOf = (p: ts.PropertySignature): string => (p.name as ts.Identifier).text;

function description(node: ts.Node): Schema {
  const doc = ts.getJSDocCommentsAndTags(node)[0];
  return doc?.comment ? { description: ts.getTextOfJSDocComment(doc.comment) } : {};
}

/** One CustomResourceDefinition for each kind, as YAML. */
export function istioCrds(): string[] {
  return KINDS.map(kind => YAML.stringify(crd(...kind), { aliasDuplicateObjects: false }));
}

if (require.main === module) {
  const [out] = process.argv.slice(2);
  mkdirSync(path.dirname(out), { recursive: true });
  writeFileSync(
    out,
    [...istioCrds(), readFileSync(path.join('imports', 'envoyfilter.crd.yaml'), 'utf8')].join(
      '---\n',
    ),
  );
}
