import { mkdirSync, mkdtempSync, writeFileSync } from 'fs';
import * as path from 'path';
import { stringify } from 'yaml';
import { ServiceSourceProps } from '../../../src';
import { discover } from '../../../src/description/sources/discover';
import { EXPORT } from '../../../src/description/sources/marks';
import { Problems } from '../../../src/problems/problems';

/** Files by path: text, or a list of objects. */
export type Files = Readonly<Record<string, string | readonly object[]>>;

/** A new directory with these files. */
export function directoryOf(folder: string, files: Files): string {
  const root = mkdtempSync(path.join(folder, 'source-'));
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    const text =
      typeof content === 'string' ? content : content.map(o => stringify(o)).join('---\n');
    writeFileSync(path.join(root, file), text);
  }
  return root;
}

/** What a source of these files declares, and what is told of it. */
export function readSource(folder: string, files: Files, props: Partial<ServiceSourceProps> = {}) {
  const directory = directoryOf(folder, files);
  const problems = new Problems();
  const source = { directory, clusters: ['west'], ...props };
  const { exported: found } = discover(source, problems, problems.at('source'));
  return {
    services: found.map(({ service }) => JSON.parse(JSON.stringify(service))),
    keys: found.map(({ service: { name, namespace } }) => `${name}.${namespace}`),
    problems: problems.all.map(({ code, where, message }) =>
      `${code} ${where}: ${message}`.replaceAll(`${directory}/`, '').replaceAll(directory, '.'),
    ),
  };
}

/** A Service that is marked for export. */
export const service = (
  name: string,
  { metadata, ...spec }: any = {},
): {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: any;
  readonly spec: any;
} => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'shop', labels: { [EXPORT]: 'true' }, ...metadata },
  spec: { selector: { app: name }, ports: [{ port: 80, appProtocol: 'http' }], ...spec },
});

/** A pod, or its template, with the labels that the Service of its name selects. */
export const template = (name: string, { labels, annotations, ...spec }: any = {}) => ({
  metadata: { labels: { app: name, ...labels }, annotations },
  spec: { containers: [{ name: 'c' }], ...spec },
});

/** A controller. */
export const workload = (name: string, pod: any = {}, spec: any = {}, kind = 'Deployment') => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name, namespace: 'shop' },
  spec: { template: template(name, pod), ...spec },
});
