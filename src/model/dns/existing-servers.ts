import { ExistingMap } from './existing';
import { HOST_LABELS, HOST_PLUGINS } from './zone-place';
import { Problems } from '../../problems/problems';
import { isMap } from '../../values/is-map';
import { isWithin } from '../../values/names';

/** An entry of a list that stands for a server block. @internal */
export interface Entry {
  readonly zones: readonly string[];
  readonly plugins?: readonly string[];
}

/** A list of a spec that is there already. @internal */
export function listOf(spec: unknown, key: string, problems: Problems): readonly ExistingMap[] {
  const list = isMap(spec) ? (spec[key] ?? []) : [];
  if (Array.isArray(list) && list.every(isMap)) {
    return list;
  }
  problems.report('MESH233', `\`spec.${key}\` is not a list of maps`);
  return [];
}

/**
 * Which entries are those of the mesh: they are replaced. An entry that is so only in part is
 * reported.
 *
 * @internal
 */
export function ownEntries(
  entries: readonly Entry[],
  suffix: string,
  problems: Problems,
): readonly number[] {
  const isOfMesh = (zone: string) => isWithin(withoutRoot(zone), suffix);
  return entries.flatMap((entry, i) => {
    if (!entry.zones.some(isOfMesh)) {
      return [];
    }
    if (!isOurs(entry, suffix)) {
      const zones = entry.zones.map(zone => `"${zone}"`).join(', ');
      problems.report('MESH236', `entry ${i + 1}, of ${zones}, is not for "${suffix}" alone`);
    }
    return [i];
  });
}

/** The zone itself, or the block of its hosts. */
function isOurs({ zones, plugins = [] }: Entry, suffix: string): boolean {
  const labels = suffix.split('.').length + HOST_LABELS;
  const areHosts =
    plugins.join() === HOST_PLUGINS.join() &&
    zones.every(zone => isWithin(zone, suffix) && zone.split('.').length === labels);
  return areHosts || zones.every(zone => withoutRoot(zone) === suffix);
}

/** A zone as suffixes are written. */
const withoutRoot = (zone: string): string => zone.replace(/\.$/, '').toLowerCase();
