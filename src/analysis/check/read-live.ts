import { LiveFiles } from './live';
import { Problems } from '../../problems/problems';
import { DocumentParser, documentsOf } from '../world/documents';
import { Manifest } from '../world/manifest';
import { Gap, objectsOf } from '../world/objects';
import { readCluster } from '../world/read-cluster';
import { TextFile } from '../world/read-directory';

/** Of the document that stands behind an answer of kubectl, and says what was asked. */
const MARK = /^--- \{"asked":(\[[^\n]*\])\}\r?$/gm;

/** That document. @internal */
export const askedMark = (asks: readonly string[]): string =>
  `--- ${JSON.stringify({ asked: asks })}`;

/** What was seen of a cluster, from what `kubectl get -o yaml` printed. @internal */
export function readLive(name: string, files: readonly TextFile[], problems: Problems): LiveFiles {
  const parser = new DocumentParser();
  // no directory of the output: what stands beside the objects says nothing
  const root = '';
  const { manifests, gaps } = readCluster({ name, root, files }, parser, undefined, problems);
  const asked = files.flatMap(({ text }) => [
    ...[...text.matchAll(MARK)].flatMap(([, list]) => asksIn(list)),
    ...listedIn(text, parser),
  ]);
  return { name, manifests, gaps, asked: new Set(asked) };
}

/** A list of one kind says that there are no others of it. */
const listedIn = (text: string, parser: DocumentParser): string[] =>
  documentsOf(text)
    .filter(document => /^kind: \w+List$/m.test(document.text))
    .flatMap(document => listKinds(parser.parse(document.text).values));

function listKinds(values: any): string[] {
  const [, kind] = /^(\w+)List$/.exec(String(values?.kind)) ?? [];
  const version = String(values?.apiVersion ?? '');
  const group = version.includes('/') ? version.split('/')[0] : '';
  return kind === undefined || !Array.isArray(values.items) ? [] : [`${group}/${kind}`];
}

function asksIn(list: string): string[] {
  try {
    return (JSON.parse(list) as unknown[]).filter(one => typeof one === 'string');
  } catch {
    return [];
  }
}

/** What kubectl printed as JSON. @internal */
export function objectsInJson(
  text: string,
  file: string,
): { readonly manifests: readonly Manifest[]; readonly gaps: readonly Gap[] } {
  const source = { file, line: 1 };
  if (text.trim() === '') {
    return { manifests: [], gaps: [] };
  }
  try {
    return objectsOf(Object(JSON.parse(text)), source, () => 1);
  } catch {
    return { manifests: [], gaps: [{ source, what: 'kubectl printed no JSON' }] };
  }
}
