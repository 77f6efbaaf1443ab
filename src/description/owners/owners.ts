import * as path from 'path';
import { OwnerProps } from './owner-props';
import { only, Speaker } from './speaker';
import { wayOut } from '../../files/way-out';
import { Problems } from '../../problems/problems';
import { isDnsLabel } from '../../values/names';
import { ALL } from '../../values/wildcard';

/** Who owns an included file. @internal */
export interface Owner extends Speaker {
  speaksForNamespace(namespace: string): boolean;
  speaksForCluster(name: string): boolean;
}

/** The owners of what lies in the directory of a description. @internal */
export class Owners {
  /** by path as it is written, without `./` and a slash at the end */
  private readonly byPath: ReadonlyMap<string, OwnerProps>;

  /** @param directory of the description */
  public constructor(
    public readonly directory: string,
    public readonly entries: readonly OwnerProps[],
  ) {
    this.byPath = new Map(entries.map(entry => [normal(entry.path), entry]));
  }

  /** The owner of a file; undefined if no entry holds it. */
  public ownerOf(file: string): Owner | undefined {
    let held = normal(path.relative(this.directory, file));
    if (held === '..' || held.startsWith('../')) {
      return undefined;
    }
    while (!this.byPath.has(held) && held !== '.') {
      held = path.posix.dirname(held);
    }
    const entry = this.byPath.get(held);
    return entry && this.owner(entry);
  }

  private owner(entry: OwnerProps): Owner {
    const { namespaces = [], hosts = [], clusters = [] } = entry;
    const isOthers = (host: string) =>
      !hosts.includes(host) && this.entries.some(other => other.hosts?.includes(host));
    const speaksForNamespace = includes(namespaces);
    return {
      says: `the owner of "${entry.path}" speaks for ${only({ namespace: namespaces, host: hosts, cluster: clusters })}`,
      speaksForNamespace,
      speaksForCluster: includes(clusters),
      speaksForHost: (name, namespace) => {
        const host = `${name}.${namespace}`;
        return (
          hosts.includes(host) ||
          namespaces.includes(ALL) ||
          (namespaces.includes(namespace) && !isOthers(host))
        );
      },
      speaksForWorkloads: namespace =>
        speaksForNamespace(namespace) || hosts.some(host => host.split('.')[1] === namespace),
    };
  }
}

const includes =
  (names: readonly string[]) =>
  (name: string): boolean =>
    names.includes(ALL) || names.includes(name);

/** @internal */
export const normal = (file: string): string =>
  path.posix.normalize(file.split(path.sep).join('/')).replace(/(?<=.)\/$/, '');

/** `@user`, `@org/team`, or an e-mail address. @internal */
export const TEAM = /^(@{1,2}[\w.-]+(\/[\w.-]+)*|[^\s@#]+@[^\s@#]+)$/;

/** A pattern of CODEOWNERS would read these in its own way. @internal */
export const UNSAFE = /[\s*?[\]!#\\]/;

/** @param problems at `owners` @internal */
export function checkOwnerEntries({ directory, entries }: Owners, problems: Problems): void {
  const first = new Map<string, number>();
  entries.forEach(({ path: file, teams = [], namespaces = [], hosts = [], clusters = [] }, i) => {
    const at = problems.at(i);
    const flaw = flawOf(file, directory);
    if (flaw !== undefined) {
      at.at('path').report('MESH135', `"${file}" ${flaw}`);
    }
    const other = first.get(normal(file));
    if (other !== undefined) {
      const where = problems.at(other, 'path').where;
      at.at('path').report('MESH135', `"${file}" has an entry already, at ${where}`);
    }
    first.set(normal(file), other ?? i);
    const each = (
      key: string,
      names: readonly string[],
      what: string,
      isGood: (name: string) => boolean,
    ) =>
      names.forEach((name, j) => {
        if (!isGood(name)) {
          at.at(key, j).report('MESH135', `"${name}" is not ${what}`);
        }
      });
    each('teams', teams, 'a team, a user or an e-mail address', name => TEAM.test(name));
    each('namespaces', namespaces, 'a namespace', isNameOrAny);
    each('clusters', clusters, 'a name of a cluster', isNameOrAny);
    each('hosts', hosts, 'of the form `<name>.<namespace>`', isHost);
  });
}

function flawOf(file: string, directory: string): string | undefined {
  if (UNSAFE.test(file)) {
    return 'has characters that CODEOWNERS reads as a pattern';
  }
  return wayOut(directory, file, 'must exist');
}

const isNameOrAny = (name: string): boolean => name === ALL || isDnsLabel(name);

const isHost = (host: string): boolean => {
  const labels = host.split('.');
  return labels.length === 2 && labels.every(isDnsLabel);
};
