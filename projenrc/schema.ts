/**
 * Generates `schema/mesh.schema.json`, the JSON Schema of `mesh.yaml`, from the props that the
 * constructs take, so that the file and the program can say the same.
 */
import { mkdirSync, writeFileSync } from 'fs';
import * as path from 'path';
import * as ts from 'typescript';

type Schema = Record<string, unknown>;

const ENTRY = 'src/description/file/mesh-file.ts';
const MESH_FILE = 'mesh.schema.json';

/** The schemas, by file, each with the type that it is of. */
const ROOTS: { readonly [file: string]: { readonly type: string; readonly title: string } } = {
  [MESH_FILE]: { type: 'MeshFile', title: 'mesh.yaml' },
  'mesh-part.schema.json': { type: 'MeshPart', title: 'a file that mesh.yaml includes' },
};

/** Value classes, by the form they have in YAML. */
const VALUE_CLASSES: { readonly [name: string]: Schema } = {
  GatewayAddress: {
    type: 'string',
    description:
      'An address of a gateway: `203.0.113.10`, `203.0.113.10:32443`, `[2001:db8::1]:32443` or `gateway.example.com:443`. The port is 15443 unless given.',
  },
};

/**
 * The schemas as text, as they are committed, by file. What they have in common is defined in that
 * of `mesh.yaml`.
 */
export function meshSchemas(): { readonly [file: string]: string } {
  const program = ts.createProgram([ENTRY], {
    strict: true,
    target: ts.ScriptTarget.ES2022,
    moduleResolution: ts.ModuleResolutionKind.Node10,
  });
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(program.getSourceFile(ENTRY)!)!;
  const enumValues = enumsOf(program, checker);
  const definitions: Record<string, Schema> = {};
  const types = checker.getExportsOfModule(module);
  return Object.fromEntries(
    Object.entries(ROOTS).map(([file, { type, title }]) => {
      const schema = {
        $schema: 'http://json-schema.org/draft-07/schema#',
        title,
        ...structSchema(types.find(symbol => symbol.name === type)!),
        ...(file === MESH_FILE ? { definitions: sorted(definitions) } : {}),
      };
      const text = JSON.stringify(schema, undefined, 2);
      return [file, `${file === MESH_FILE ? text : text.replaceAll('"#/', `"${MESH_FILE}#/`)}\n`];
    }),
  );

  function structSchema(symbol: ts.Symbol): Schema {
    const members = checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(symbol));
    const required = members
      .filter(member => !(member.flags & ts.SymbolFlags.Optional))
      .map(member => member.name);
    return {
      description: documentation(symbol),
      type: 'object',
      additionalProperties: false,
      required: required.length > 0 ? required : undefined,
      properties: Object.fromEntries(members.map(member => [member.name, propertySchema(member)])),
    };
  }

  function propertySchema(member: ts.Symbol): Schema {
    const type = checker.getNonNullableType(checker.getTypeOfSymbol(member));
    const byDefault = member.getJsDocTags(checker).find(tag => tag.name === 'default');
    const paragraphs = [documentation(member), ...(byDefault ? [defaultText(byDefault)] : [])];
    const description = paragraphs.join('\n\n');
    const schema = typeSchema(type, member.name);
    return '$ref' in schema ? { description, allOf: [schema] } : { ...schema, description };
  }

  function typeSchema(type: ts.Type, name: string): Schema {
    if (type.flags & ts.TypeFlags.String) {
      return { type: 'string' };
    }
    if (type.flags & ts.TypeFlags.Number) {
      return { type: 'number' };
    }
    if (type.flags & (ts.TypeFlags.Boolean | ts.TypeFlags.BooleanLiteral)) {
      return { type: 'boolean' };
    }
    if (checker.isArrayType(type)) {
      return {
        type: 'array',
        items: typeSchema(checker.getTypeArguments(type as ts.TypeReference)[0], name),
      };
    }
    const index = checker.getIndexTypeOfType(type, ts.IndexKind.String);
    if (index) {
      return { type: 'object', additionalProperties: typeSchema(index, name) };
    }
    const symbol = (type.flags & ts.TypeFlags.EnumLike ? type.symbol : type.getSymbol())!;
    if (symbol.flags & ts.SymbolFlags.Enum) {
      return enumSchema(symbol);
    }
    if (symbol.flags & ts.SymbolFlags.Class) {
      if (!VALUE_CLASSES[symbol.name]) {
        throw new Error(`${symbol.name} of "${name}" has no form in YAML: add it to VALUE_CLASSES`);
      }
      definitions[symbol.name] = VALUE_CLASSES[symbol.name];
    } else if (!definitions[symbol.name]) {
      definitions[symbol.name] = {};
      definitions[symbol.name] = structSchema(symbol);
    }
    return { $ref: `#/definitions/${symbol.name}` };
  }

  function enumSchema(symbol: ts.Symbol): Schema {
    const members = checker.getExportsOfModule(symbol).map(member => ({
      value: checker.getConstantValue(member.valueDeclaration as ts.EnumMember),
      text: documentation(member),
    }));
    definitions[symbol.name] = {
      description: [
        documentation(symbol),
        members.map(({ value, text }) => `- \`${value}\`: ${text}`).join('\n'),
      ].join('\n\n'),
      enum: members.map(({ value }) => value),
    };
    return { $ref: `#/definitions/${symbol.name}` };
  }

  function documentation(symbol: ts.Symbol): string {
    return inYaml(ts.displayPartsToString(symbol.getDocumentationComment(checker)));
  }

  /** `@default - what happens then`, or `@default 'a value'`. */
  function defaultText({ text }: ts.JSDocTagInfo): string {
    return `Default: ${inYaml(ts.displayPartsToString(text).replace(/^- /, ''))}`;
  }

  /** In the file, `Platform.EKS` is written `eks`. */
  function inYaml(text: string): string {
    return unwrapped(text).replace(/\b([A-Z]\w+)\.([A-Z][A-Z0-9_]*)\b/g, (member, name, key) => {
      const value = enumValues.get(name)?.get(key);
      return value === undefined ? member : String(value);
    });
  }
}

const sorted = (definitions: Record<string, Schema>): Record<string, Schema> =>
  Object.fromEntries(Object.entries(definitions).sort(([a], [b]) => (a < b ? -1 : 1)));

/** Editors show a description as it is: one line for each paragraph and each item of a list. */
function unwrapped(text: string): string {
  return text.replace(/(\S)\n(?!\n|[-*] |\d+\. )/g, '$1 ');
}

type EnumValues = ReadonlyMap<string, ReadonlyMap<string, string | number | undefined>>;

/** The values of all enums of the description, by name and member. */
function enumsOf(program: ts.Program, checker: ts.TypeChecker): EnumValues {
  const enums = program
    .getSourceFiles()
    .filter(file => file.fileName.includes('src/description/'))
    .flatMap(file => file.statements.filter(ts.isEnumDeclaration));
  return new Map(
    enums.map(({ name, members }) => [
      name.text,
      new Map(members.map(member => [member.name.getText(), checker.getConstantValue(member)])),
    ]),
  );
}

if (require.main === module) {
  const [directory] = process.argv.slice(2);
  mkdirSync(directory, { recursive: true });
  for (const [file, text] of Object.entries(meshSchemas())) {
    writeFileSync(path.join(directory, file), text);
  }
}
