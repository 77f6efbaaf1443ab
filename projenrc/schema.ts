/**
 * Generates JSON Schemas from the props that the constructs take, so that the file and the program
 * can say the same: `schema/mesh.schema.json`, that of `mesh.yaml`, and those of the other
 * constructs.
 */
import { mkdirSync, writeFileSync } from 'fs';
import * as path from 'path';
import * as ts from 'typescript';

type Schema = Record<string, unknown>;

const ENTRY = 'src/description/file/mesh-file.ts';
const OF_MESH_FILE = { file: ENTRY, type: 'MeshFile' };
const OF_MESH_PART = { file: ENTRY, type: 'MeshPart' };
const MESH_FILE = 'mesh.schema.json';

/** The props of the other constructs, and other files, by the name of their schema. */
const PROPS_OF_OTHERS = {
  clusterCacerts: { file: 'src/description/cluster-cacerts-props.ts', type: 'ClusterCacertsProps' },
  kubeDnsStub: { file: 'src/description/kube-dns-stub-props.ts', type: 'KubeDnsStubProps' },
  coreDnsGlobalZone: {
    file: 'src/description/core-dns-global-zone-props.ts',
    type: 'CoreDnsGlobalZoneProps',
  },
  globalServiceEntry: {
    file: 'src/description/global-service-entry-props.ts',
    type: 'GlobalServiceEntryProps',
  },
  inventoryFile: {
    file: 'src/description/inventory/inventory-file.ts',
    type: 'InventoryFile',
  },
  meshApp: { file: 'src/description/mesh-app-props.ts', type: 'MeshAppProps' },
};

/** An exported interface. */
interface Root {
  readonly file: string;
  readonly type: string;
}

/** Value classes, by the form they have in YAML, and what only a program can give. */
const VALUE_CLASSES: { readonly [name: string]: Schema } = {
  GatewayAddress: {
    type: 'string',
    description:
      'An address of a gateway: `203.0.113.10`, `203.0.113.10:32443`, `[2001:db8::1]:32443` or `gateway.example.com:443`. The port is 15443 unless given.',
  },
  IConstruct: { type: 'object' },
};

/**
 * The schemas as text, as they are committed, by file. What they have in common is defined in that
 * of `mesh.yaml`.
 */
export function meshSchemas(): { readonly [file: string]: string } {
  const program = programOf([OF_MESH_FILE]);
  const root = forFiles(propsSchema(OF_MESH_FILE, program));
  const part = forParts(propsSchema(OF_MESH_PART, program), root);
  return {
    [MESH_FILE]: textOf('mesh.yaml', root),
    'mesh-part.schema.json': textOf('a file that mesh.yaml includes', part).replaceAll(
      '"#/',
      `"${MESH_FILE}#/`,
    ),
  };
}

/** The schema that props are held to, which are those of a file or of a program. */
export const meshFileSchema = (): Schema => propsSchema(OF_MESH_FILE, programOf([OF_MESH_FILE]));

/** A file cannot give a construct, so its sources have directories. */
function forFiles({ definitions, ...schema }: Schema): Schema {
  const { IConstruct: _, ServiceSourceProps, ...others } = definitions as Record<string, Schema>;
  const { construct: __, ...properties } = ServiceSourceProps.properties as Record<string, Schema>;
  const description = String(properties.directory.description).replace(/\n\nDefault: .*/, '');
  const source = {
    ...ServiceSourceProps,
    required: ['directory', ...(ServiceSourceProps.required as string[])],
    properties: { ...properties, directory: { ...properties.directory, description } },
  };
  return { ...schema, definitions: sorted({ ...others, ServiceSourceProps: source }) };
}

/** What decides which programs run, which an included file may not (MESH132). */
const OF_RENDERED = ['render', 'release', 'valuesFiles'];

function forParts({ definitions: _, ...part }: Schema, root: Schema): Schema {
  const { ServiceSourceProps: source } = root.definitions as Record<string, Schema>;
  const properties = Object.fromEntries(
    Object.entries(source.properties as object).filter(([key]) => !OF_RENDERED.includes(key)),
  );
  const { serviceSources, ...lists } = part.properties as Record<string, Schema>;
  const items = { ...source, properties };
  return { ...part, properties: { ...lists, serviceSources: { ...serviceSources, items } } };
}

const sorted = <T>(record: Record<string, T>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));

function textOf(title: string, schema: Schema): string {
  const named = { $schema: 'http://json-schema.org/draft-07/schema#', title, ...schema };
  return `${JSON.stringify(named, undefined, 2)}\n`;
}

/** The schemas of the props of the other constructs. */
export function otherSchemas(): { readonly [name: string]: Schema } {
  const program = programOf(Object.values(PROPS_OF_OTHERS));
  return Object.fromEntries(
    Object.entries(PROPS_OF_OTHERS).map(([name, root]) => [name, propsSchema(root, program)]),
  );
}

function programOf(roots: readonly Root[]): ts.Program {
  return ts.createProgram(
    roots.map(({ file }) => file),
    {
      strict: true,
      target: ts.ScriptTarget.ES2022,
      moduleResolution: ts.ModuleResolutionKind.Node10,
    },
  );
}

function propsSchema({ file, type: rootName }: Root, program: ts.Program): Schema {
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(program.getSourceFile(file)!)!;
  const root = checker.getExportsOfModule(module).find(symbol => symbol.name === rootName)!;
  const enumValues = enumsOf(program, checker);
  const definitions: Record<string, Schema> = {};
  return {
    ...structSchema(root),
    definitions: sorted(definitions),
  };

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
    if (type.flags & ts.TypeFlags.Any) {
      return {};
    }
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
    if (symbol.flags & ts.SymbolFlags.Class || VALUE_CLASSES[symbol.name]) {
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
