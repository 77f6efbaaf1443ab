import { validate, worldAfter } from './after';
import { Comparison, compare } from './compare';
import { complete } from './complete';
import { Described, policiesTakenOver } from './described';
import { FEDERATION } from './forms/federation';
import { Form } from './forms/form';
import { GUIDE } from './forms/guide';
import { MCS } from './forms/mcs';
import { MULTI_PRIMARY } from './forms/multi-primary';
import { Before } from './grants';
import { importWorld, ImportWishes } from './import-world';
import { importedYaml } from './mesh-yaml';
import { FormName } from './old-mesh';
import { podsOutside } from './outside';
import { objectText, sourceText } from '../analysis/world/manifest';
import { World } from '../analysis/world/world';
import { misshapen } from '../description/sources/shape';
import { MeshError } from '../problems/mesh-error';
import { Problems } from '../problems/problems';
import { isDnsLabel, isKeyOfEveryObject } from '../values/names';

/** @internal */
export const FORM_READERS: readonly Form[] = [GUIDE, MCS, MULTI_PRIMARY, FEDERATION];

/** What an import gives. @internal */
export interface Import {
  readonly form: Form;
  readonly text: string;
  readonly described: Described;
  readonly before: Before;
  /** undefined where the description leaves too much to say */
  readonly comparison?: Comparison;
}

/**
 * Turns a world into a description.
 *
 * @param problems of what cannot be carried over, as warnings
 * @param form which is looked for; the only one that there is, unless given
 * @internal
 */
export function runImport(
  given: World,
  wishes: ImportWishes,
  form: FormName | undefined,
  problems: Problems,
): Import | undefined {
  checkNames(given, problems);
  const reader = formOf(given, form, problems);
  if (!reader || problems.hasErrors) {
    return undefined;
  }
  const world = wellShaped(given, problems);
  const { described, before } = importWorld(world, reader, wishes, problems);
  const text = importedYaml(described);
  tellInvalid(problems, () => validate(text));
  if (reader.name === 'mcs') {
    podsOutside(described, world, problems);
  }
  const comparison = compared(described, world, before, problems);
  return { form: reader, text, described, before, comparison };
}

function checkNames({ clusters }: World, problems: Problems): void {
  const names = clusters.map(({ name }) => name);
  names.forEach((name, i) => {
    if (!isDnsLabel(name) || isKeyOfEveryObject(name)) {
      problems.at(name).report('MESH952', `"${name}" is no name for a cluster`);
    } else if (names.indexOf(name) !== i) {
      problems.at(name).report('MESH952', `two clusters are named "${name}"`);
    }
  });
}

function formOf(
  { clusters }: World,
  wanted: FormName | undefined,
  problems: Problems,
): Form | undefined {
  const all = clusters.flatMap(({ manifests }) => manifests);
  const found = FORM_READERS.filter(
    form => (wanted ?? form.name) === form.name && all.some(one => form.isMark(one)),
  );
  const names = found.map(({ name, title }) => `${title} (${name})`).join(', ');
  if (found.length === 0) {
    problems.report(
      'MESH950',
      wanted === undefined
        ? 'nothing in the manifests connects clusters'
        : `nothing in the manifests connects clusters by "${wanted}"`,
    );
  } else if (found.length > 1) {
    problems.report('MESH951', `the manifests have ${names}`);
  }
  return found.length === 1 ? found[0] : undefined;
}

/** Without Services and workloads that Kubernetes would refuse. @internal */
export function wellShaped({ clusters }: World, problems: Problems): World {
  return {
    clusters: clusters.map(cluster => ({
      ...cluster,
      manifests: cluster.manifests.filter(one => {
        const flaw = misshapen(one.values);
        if (flaw !== undefined) {
          problems
            .at(sourceText(one.source))
            .report('MESH956', `${objectText(one)} is not one: ${flaw}`);
        }
        return flaw === undefined;
      }),
    })),
  };
}

/** Reports what makes a description invalid; what stands in `<>` was told already. */
function tellInvalid<T>(problems: Problems, work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof MeshError)) {
      throw error;
    }
    for (const { code, where, message, remedy } of error.problems) {
      if (!message.includes('"<')) {
        problems.at(where).report('MESH960', `${message} (${code})`, remedy);
      }
    }
    return undefined;
  }
}

function compared(
  described: Described,
  world: World,
  before: Before,
  problems: Problems,
): Comparison | undefined {
  const whole = complete(described);
  const text = importedYaml(whole);
  const isValid = tellInvalid(problems, () => validate(text)) ?? false;
  // a policy that stays would hide a grant that is too wide
  const replaced = new Set([...described.replaced, ...policiesTakenOver(described.services)]);
  const after =
    isValid && whole.services.length > 0
      ? tellInvalid(problems, () => worldAfter(text, world, { ...described, replaced }))
      : undefined;
  const comparison = after && compare(whole, before, after);
  for (const one of comparison?.differences ?? []) {
    const caller = `${one.cluster}/${one.namespace}/${one.serviceAccount}`;
    const why = one.why === undefined ? '' : `: ${one.why}`;
    problems
      .at(one.service)
      .report('MESH959', `${caller} → ${one.host}: ${one.before} before, ${one.after} after${why}`);
  }
  return comparison;
}
