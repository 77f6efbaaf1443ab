import * as path from 'path';
import { Kustomization, readKustomization, Resource } from './kustomization';
import { Placement } from './manifests';
import { isIn } from '../../files/inside';
import { Problems } from '../../problems/problems';
import { byText } from '../../values/order';
import { inManifest } from '../located';

/** The files below a directory. @internal */
export interface FileTree {
  /** of manifests, perhaps */
  readonly files: string[];
  /** by directory */
  readonly kustomizations: Map<string, string>;
  /** `Chart.yaml`; nothing beside or below it is here */
  readonly charts: string[];
  readonly isExcluded: (file: string) => boolean;
}

/** A file whose objects are applied. @internal */
export interface Applied extends Pick<Placement, 'forced'> {
  readonly file: string;
}

/** One base may be listed by many; whoever writes one directory must not stop the run. */
const MAX_APPLIED = 20_000;

/**
 * Which files are applied: those that kustomizations list, and those that no kustomization is
 * above.
 *
 * @returns in order of their names, and those that are left
 * @internal
 */
export function appliedFiles(
  tree: FileTree,
  problems: Problems,
): { readonly applied: readonly Applied[]; readonly left: readonly string[] } {
  const kustomized = new Kustomized(tree, problems);
  const isBelowOne = (file: string) => kustomized.above(file) !== undefined;
  return {
    applied: [
      ...tree.files.filter(file => !isBelowOne(file)).map(file => ({ file })),
      ...kustomized.applied,
    ].sort(byText(({ file }) => file)),
    left: tree.files.filter(file => isBelowOne(file) && !kustomized.isAccountedFor(file)),
  };
}

/** What the kustomizations of a tree put together. */
class Kustomized {
  public readonly applied: Applied[] = [];
  private readonly byDirectory: ReadonlyMap<string, Kustomization | undefined>;
  private readonly files: ReadonlySet<string>;
  /** files and directories */
  private readonly listed = new Set<string>();
  /** directories whose kustomization does not say what is applied */
  private readonly unclear = new Set<string>();

  public constructor(
    private readonly tree: FileTree,
    private readonly problems: Problems,
  ) {
    const read = [...tree.kustomizations].map(
      ([directory, file]) => [directory, readKustomization(file, problems)] as const,
    );
    this.byDirectory = new Map(read);
    this.files = new Set(tree.files);
    const all = read.flatMap(([, kustomization]) => kustomization?.resources ?? []);
    const inner = new Set(all.map(resource => resource.path));
    const directories = read.map(([directory]) => directory);
    const roots = directories.filter(directory => !inner.has(directory));
    // what these do not lead to are those that list each other in a circle
    for (const root of [...roots, ...directories]) {
      if (!this.listed.has(root)) {
        this.apply(root);
      }
    }
  }

  /** The directory with the nearest kustomization. */
  public above(file: string): string | undefined {
    const directory = path.dirname(file);
    if (this.byDirectory.has(directory)) {
      return directory;
    }
    return directory === path.dirname(directory) ? undefined : this.above(directory);
  }

  /** Whether a file is applied, or it was reported that nobody knows. */
  public isAccountedFor(file: string): boolean {
    return this.listed.has(file) || this.unclear.has(this.above(file) ?? '');
  }

  private apply(root: string): void {
    const seen = new Set([root]);
    const open: Step[] = [{ directory: root, isUnclear: false }];
    for (let step = open.pop(); step; step = open.pop()) {
      for (const { text, path: file } of this.enter(step)) {
        if (seen.has(file)) {
          this.report(step, `lists "${text}", which is put together with it already`);
        } else if (this.byDirectory.has(file)) {
          open.push({ ...step, directory: file });
        } else {
          this.applyFile(file, text, step);
        }
        seen.add(file);
      }
    }
  }

  /**
   * Makes a step one into the kustomization of its directory. Of several that set a namespace, the
   * outermost one wins, since it is the last one to do so.
   *
   * @returns what is listed there
   */
  private enter(step: Step): readonly Resource[] {
    const kustomization = this.byDirectory.get(step.directory);
    this.listed.add(step.directory);
    if (kustomization?.flaw !== undefined) {
      this.report(step, kustomization.flaw);
    }
    if (!kustomization || kustomization.isComponent || kustomization.flaw !== undefined) {
      step.isUnclear = true;
    }
    if (step.isUnclear) {
      this.unclear.add(step.directory);
    }
    step.forced ??= kustomization?.namespace;
    return kustomization?.resources ?? [];
  }

  private applyFile(file: string, text: string, step: Step): void {
    if (this.files.has(file) && isIn(step.directory, file)) {
      this.listed.add(file);
      if (!step.isUnclear) {
        this.applied.push({ file, forced: step.forced });
      }
      if (this.applied.length > MAX_APPLIED) {
        this.report(step, `makes more than ${MAX_APPLIED} files be read`);
        this.applied.length = 0;
      }
    } else if (!this.tree.isExcluded(file)) {
      this.report(
        step,
        `lists "${text}", which is neither a manifest in its directory nor a kustomization of the source`,
      );
    }
  }

  private report({ directory, isUnclear }: Step, flaw: string): void {
    this.unclear.add(directory);
    const { where } = this.byDirectory.get(directory)!;
    if (!isUnclear) {
      inManifest(where, this.problems).report('MESH181', `the kustomization ${flaw}`);
    }
  }
}

/** A kustomization that is put together with others. */
interface Step {
  readonly directory: string;
  /** the namespace that those above it set */
  forced?: string;
  /** whether it is not known what becomes of its objects */
  isUnclear: boolean;
}
