/**
 * The floors of src/, from the top down. A folder imports only from folders above it; see
 * ARCHITECTURE.md.
 */
export const FLOORS: readonly (readonly string[])[] = [
  ['problems'],
  ['values'],
  ['files'],
  ['x509', 'corefile'],
  ['analysis'],
  ['description'],
  ['model'],
  ['manifests'],
  ['output'],
  ['constructs'],
  ['ca', 'import', 'report'],
  ['cli'],
];

/** The generator shares no decision with its second opinion. */
const WITHOUT_ANALYSIS = ['description', 'model', 'manifests', 'output'];

/** A part of the tree, and what it must not import. */
export interface Zone {
  readonly target: string;
  readonly from: string;
  readonly message: string;
}

/** For the lint rule `import/no-restricted-paths`. */
export function noArrowUp(): Zone[] {
  const arrows = FLOORS.flatMap((floor, level) => {
    const below = FLOORS.slice(level + 1).flat();
    return floor.flatMap(folder =>
      [...below, ...floor.filter(other => other !== folder)].map(other => zone(folder, other)),
    );
  });
  return [...arrows, ...WITHOUT_ANALYSIS.map(folder => zone(folder, 'analysis'))];
}

function zone(target: string, from: string): Zone {
  return {
    target: `./src/${target}`,
    from: `./src/${from}`,
    message: `src/${target} must know nothing of src/${from}: see the floors in ARCHITECTURE.md.`,
  };
}
