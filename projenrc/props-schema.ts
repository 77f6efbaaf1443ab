/** The JSON Schema of props, made of their types and docstrings. */
import * as ts from 'typescript';
import { COMBINATIONS } from './combinations';
import { Docstrings, EnumValues } from './docstrings';
import { FORMS } from './forms';
import { FormTags, withForms } from './with-forms';
import { PROSE } from '../src/model/placeholders';

export type Schema = Record<string, unknown>;

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

/** The forms of value classes. */
const FORM_OF_CLASS: { readonly [name: string]: string } = { GatewayAddress: 'gatewayAddress' };

/** What a file alone can have, and is not looked at for placeholders. */
const OF_FILE = new Set(['$schema', 'include']);

export const sorted = <T>(record: Record<string, T>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));

/** A program of the sources that these are in. */
export function programOf(roots: readonly Root[]): ts.Program {
  return ts.createProgram(
    roots.map(({ file }) => file),
    {
      strict: true,
      target: ts.ScriptTarget.ES2022,
      moduleResolution: ts.ModuleResolutionKind.Node10,
    },
  );
}

/**
 * The schema of an interface. What synth holds props to has types only, since its own checks say
 * more of a wrong form; editors have nothing else, and get the forms, too.
 */
export function propsSchema(
  { file, type: rootName }: Root,
  program: ts.Program,
  forms?: 'with forms',
): Schema {
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(program.getSourceFile(file)!)!;
  const root = checker.getExportsOfModule(module).find(symbol => symbol.name === rootName)!;
  const docs = new Docstrings(checker, enumsOf(program, checker));
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
      description: docs.textOf(symbol),
      type: 'object',
      additionalProperties: false,
      required: required.length > 0 ? required : undefined,
      properties: Object.fromEntries(members.map(member => [member.name, propertySchema(member)])),
      ...(forms && COMBINATIONS[symbol.name]),
    };
  }

  function propertySchema(member: ts.Symbol): Schema {
    const type = checker.getNonNullableType(checker.getTypeOfSymbol(member));
    const paragraphs = [docs.textOf(member), docs.defaultText(member)];
    const description = paragraphs.filter(text => text !== undefined).join('\n\n');
    const ofType = typeSchema(type, member.name);
    const schema = forms ? withForms(ofType, tagsOf(member), refer) : ofType;
    const values = forms ? { default: docs.defaultValue(member), ...examplesOf(member, type) } : {};
    return '$ref' in schema
      ? { description, ...values, allOf: [schema] }
      : { ...schema, ...values, description };
  }

  function tagsOf(member: ts.Symbol): FormTags {
    const isFree = PROSE.has(member.name) || OF_FILE.has(member.name);
    const form = docs.tagOf(member, 'form') ?? (isFree ? undefined : 'text');
    const [keys, size] = ['keys', 'size'].map(name => docs.tagOf(member, name));
    return { form, keys, size, all: docs.tagOf(member, 'all') !== undefined };
  }

  function examplesOf(member: ts.Symbol, { flags }: ts.Type): Schema {
    const examples = flags & ts.TypeFlags.String ? docs.examples(member) : [];
    return examples.length > 0 ? { examples } : {};
  }

  function refer(form: string): Schema {
    if (!FORMS[form]) {
      throw new Error(`There is no form "${form}": add it to forms.ts`);
    }
    definitions[form] = FORMS[form];
    return { $ref: `#/definitions/${form}` };
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
      definitions[symbol.name] = {
        ...(forms && FORMS[FORM_OF_CLASS[symbol.name]]),
        ...VALUE_CLASSES[symbol.name],
      };
    } else if (!definitions[symbol.name]) {
      definitions[symbol.name] = {};
      definitions[symbol.name] = structSchema(symbol);
    }
    return { $ref: `#/definitions/${symbol.name}` };
  }

  function enumSchema(symbol: ts.Symbol): Schema {
    const members = checker.getExportsOfModule(symbol).map(member => ({
      value: checker.getConstantValue(member.valueDeclaration as ts.EnumMember),
      text: docs.textOf(member),
    }));
    definitions[symbol.name] = {
      description: [
        docs.textOf(symbol),
        members.map(({ value, text }) => `- \`${value}\`: ${text}`).join('\n'),
      ].join('\n\n'),
      enum: members.map(({ value }) => value),
    };
    return { $ref: `#/definitions/${symbol.name}` };
  }
}

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
