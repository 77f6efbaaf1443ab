import { countsOf } from '../../analysis/diff/categories';
import { diffWorlds } from '../../analysis/diff/diff';
import type { Worlds } from '../../analysis/diff/worlds';
import type { ReportChanges } from '../../report/facts/facts';
import { sortedSet } from '../../values/order';
import { endOf, headOf, markOf, sectionsOf } from '../diff/report';
import type { Told } from '../diff/report';
import { sentence } from '../diff/words';

const asIs = (text: string): string => text;

/** What `mesh diff` says of two worlds, for a report. @internal */
export function changesOf(
  worlds: Worlds,
  from: Pick<Told, 'base' | 'commit' | 'notes'>,
): ReportChanges {
  const diff = diffWorlds(worlds);
  const told = { ...from, diff, counts: countsOf(diff), denied: [] };
  return {
    head: headOf(told, asIs),
    sections: sectionsOf(told, asIs),
    end: endOf(told, asIs),
    newClusters: diff.newClusters,
    goneClusters: diff.goneClusters,
    changedClusters: sortedSet(
      [...diff.objects, ...diff.settings, ...diff.trust].map(({ cluster }) => cluster),
    ),
    calls: diff.calls.map(group => ({
      mark: markOf(group),
      text: sentence(group, asIs),
      callers: group.callers.map(one => `${one.cluster}/${one.namespace}/${one.serviceAccount}`),
      called: group.called.map(({ host, port }) => `${host}:${port}`),
    })),
  };
}
