import { createHash } from 'crypto';
import { existsSync, readFileSync, realpathSync, statSync } from 'fs';
import * as path from 'path';
import { FileEntry, FileTree } from './file-tree';
import { Answer, askGit } from './git-program';
import { byText } from '../values/order';
import { remember } from '../values/remember';

/** A file of a commit. */
interface Blob {
  readonly id: string;
  readonly size: number;
}

type Node = Blob | 'directory' | 'other';

/** Texts are fetched in portions of so many bytes. */
const PORTION = 2 ** 26;

/**
 * The files of a commit of Git, read from its database: nothing is checked out. A file that is the
 * same on the disk is not fetched, since Git names it by its content.
 *
 * @internal
 */
export class GitTree implements FileTree {
  private readonly nodes = new Map<string, Node>([['', 'directory']]);
  private readonly names = new Map<string, string[]>();
  private texts?: Map<string, string>;

  /**
   * @param top of the repository
   * @param listing what `git ls-tree -r -z --long --full-tree` prints
   * @param inRepository the path in the repository of a path as it is asked for
   * @param isWanted whether a file will be read, so that all are fetched together
   */
  public constructor(
    private readonly top: string,
    listing: string,
    private readonly inRepository: (file: string) => string,
    private readonly isWanted: (file: string) => boolean,
  ) {
    for (const line of listing.split('\0')) {
      const [, mode, id, size, file] = /^(\d+) \w+ ([0-9a-f]+) +([^\t]+)\t([^]*)$/.exec(line) ?? [];
      if (file !== undefined) {
        // of an object that is lost it prints BAD
        this.add(file, mode.startsWith('100') ? { id, size: Number(size) || 0 } : 'other');
      }
    }
  }

  private add(file: string, node: Node): void {
    this.nodes.set(file, node);
    const at = file.lastIndexOf('/');
    const directory = at < 0 ? '' : file.slice(0, at);
    remember(this.names, directory, () => []).push(file.slice(at + 1));
    if (!this.nodes.has(directory)) {
      this.add(directory, 'directory');
    }
  }

  public kindOf(file: string): FileEntry['kind'] | undefined {
    const node = this.nodes.get(this.inRepository(file));
    return typeof node === 'object' ? 'file' : node;
  }

  public entries(directory: string): readonly FileEntry[] {
    const names = this.names.get(this.inRepository(directory)) ?? [];
    return names
      .map(name => ({ name, kind: this.kindOf(path.join(directory, name)) ?? 'other' }))
      .sort(byText(({ name }) => name));
  }

  public sizeOf(file: string): number {
    return this.blobOf(file).size;
  }

  public textOf(file: string): string {
    const { id } = this.blobOf(file);
    this.texts ??= this.fetch();
    const text = this.texts.get(id) ?? this.fetchOne(id);
    if (text === undefined) {
      throw Object.assign(new Error(file), { code: 'not in the database of Git' });
    }
    return text;
  }

  private blobOf(file: string): Blob {
    const node = this.nodes.get(this.inRepository(file));
    if (typeof node !== 'object') {
      throw Object.assign(new Error(file), { code: node === undefined ? 'ENOENT' : 'no file' });
    }
    return node;
  }

  private fetchOne(id: string): string | undefined {
    return this.catFiles([id]).get(id);
  }

  /** The texts of all files that are wanted, by id. */
  private fetch(): Map<string, string> {
    const texts = new Map<string, string>();
    let portion = new Set<string>();
    let bytes = 0;
    const take = () => {
      this.catFiles([...portion]).forEach((text, id) => texts.set(id, text));
      portion = new Set();
      bytes = 0;
    };
    for (const [file, node] of this.nodes) {
      if (typeof node !== 'object' || !this.isWanted(file) || node.size > PORTION) {
        continue;
      }
      const same = textOnDisk(path.join(this.top, file), node);
      if (same !== undefined) {
        texts.set(node.id, same);
      } else if (!texts.has(node.id) && !portion.has(node.id)) {
        portion.add(node.id);
        bytes += node.size;
      }
      if (bytes > PORTION) {
        take();
      }
    }
    take();
    return texts;
  }

  /** `<id> <type> <size>`, the content, and a newline, for each. */
  private catFiles(ids: readonly string[]): Map<string, string> {
    const texts = new Map<string, string>();
    const answer: Answer =
      ids.length === 0
        ? { failure: '' }
        : askGit(this.top, ['cat-file', '--batch'], ids.map(id => `${id}\n`).join(''));
    if ('failure' in answer) {
      return texts;
    }
    const { output } = answer;
    for (let at = 0; at < output.length;) {
      const end = output.indexOf('\n', at);
      const [id, type, size] = output.toString('latin1', at, end).split(' ');
      const length = type === 'blob' ? Number(size) : -1;
      if (length >= 0) {
        texts.set(id, output.toString('utf8', end + 1, end + 1 + length));
      }
      at = end + 1 + length + 1;
    }
    return texts;
  }
}

/** The text of a file on the disk, if Git would give it the same name. */
function textOnDisk(file: string, { id, size }: Blob): string | undefined {
  try {
    if (statSync(file).size !== size) {
      return undefined;
    }
    const content = readFileSync(file);
    const digest = createHash(id.length === 40 ? 'sha1' : 'sha256')
      .update(`blob ${content.length}\0`)
      .update(content)
      .digest('hex');
    return digest === id ? content.toString('utf8') : undefined;
  } catch {
    return undefined;
  }
}

/** A path without links, also where its end does not exist. @internal */
export function realPath(file: string): string {
  const absolute = path.resolve(file);
  const parent = path.dirname(absolute);
  return existsSync(absolute) || parent === absolute
    ? realpathSync(absolute)
    : path.join(realPath(parent), path.basename(absolute));
}
