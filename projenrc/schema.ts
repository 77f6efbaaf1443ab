/**
 * Generates JSON Schemas from the props that the constructs take, so that the file and the program
 * can say the same: `schema/mesh.schema.json`, that of `mesh.yaml`, and those of the other
 * constructs.
 */
import { mkdirSync, writeFileSync } from 'fs';
import * as path from 'path';
import { programOf, propsSchema, Schema, sorted } from './props-schema';

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

/**
 * The schemas as text, as they are committed, by file. What they have in common is defined in that
 * of `mesh.yaml`.
 */
export function meshSchemas(): { readonly [file: string]: string } {
  const program = programOf([OF_MESH_FILE]);
  const root = forFiles(propsSchema(OF_MESH_FILE, program, 'with forms'));
  const part = forParts(propsSchema(OF_MESH_PART, program, 'with forms'), root);
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

if (require.main === module) {
  const [directory] = process.argv.slice(2);
  mkdirSync(directory, { recursive: true });
  for (const [file, text] of Object.entries(meshSchemas())) {
    writeFileSync(path.join(directory, file), text);
  }
}
