import { mkdirSync, mkdtempSync, writeFileSync } from 'fs';
import * as path from 'path';
import { stringify } from 'yaml';
import { readMesh } from '../../../src/constructs/read-mesh';
import { readMeshFile } from '../../../src/description/file/read-mesh-file';
import { MeshError } from '../../../src/problems/mesh-error';

/** Who owns what in the descriptions of these tests. */
export const OWNERS = [
  { path: '.', teams: ['@org/platform'], namespaces: ['*'], clusters: ['*'] },
  { path: 'teams/bank', teams: ['@org/bank', 'bank@example.com'], namespaces: ['bank'] },
  { path: 'teams/shop.yaml', teams: ['@org/shop'], namespaces: ['shop'], hosts: ['status.bank'] },
  { path: 'clusters/west.yaml', clusters: ['west'] },
];

const CLUSTER = { istio: '1.29', gateway: { addresses: ['8.8.4.1'] } };
export const WEST = { ...CLUSTER, name: 'west', gateway: { addresses: ['8.8.4.2'] } };

export const ROOT = {
  suffix: 'mesh.internal',
  include: ['teams', 'clusters/west.yaml'],
  owners: OWNERS,
  clusters: [{ ...CLUSTER, name: 'east' }],
};

export const service = (name: string, namespace: string, more: object = {}) => ({
  name,
  namespace,
  clusters: ['west'],
  ports: [{ number: 80, protocol: 'HTTP' }],
  selector: { app: name },
  serviceAccounts: [name],
  ...more,
});
export const grant = (...services: string[]) => ({
  services,
  clusters: ['east'],
  namespaces: ['web'],
  serviceAccounts: ['web'],
});

export const BANK = {
  services: [service('payments', 'bank')],
  grants: [grant('payments.bank')],
};
export const SHOP = {
  services: [service('cart', 'shop'), service('status', 'bank')],
  grants: [grant('cart.shop', 'status.bank')],
};

/** Files by path, as values or as text. */
export interface Files {
  readonly [file: string]: unknown;
}

/** A description in three parts, in which all is well. */
export const SPLIT: Files = {
  'mesh.yaml': ROOT,
  'teams/bank/all.yaml': BANK,
  'teams/shop.yaml': SHOP,
  'clusters/west.yaml': { clusters: [WEST] },
};

/** Writes the files into a new directory. */
export function write(folder: string, files: Files): string {
  const directory = mkdtempSync(path.join(folder, 'mesh-'));
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(directory, file)), { recursive: true });
    const text =
      typeof content === 'string' ? content : stringify(content, { aliasDuplicateObjects: false });
    writeFileSync(path.join(directory, file), text);
  }
  return directory;
}

/** What is wrong with `mesh.yaml` of a directory, with places relative to it. */
export function problemsIn(directory: string): string[] {
  try {
    readMesh(readMeshFile(path.join(directory, 'mesh.yaml')), { isUpdate: true });
    return [];
  } catch (error) {
    return (error as MeshError).problems.map(({ code, where, message }) =>
      `${code} at ${where}: ${message}`.replaceAll(`${directory}/`, ''),
    );
  }
}
