import { isDnsLabel } from './names';
import { Problems } from '../problems/problems';

/**
 * What Istio calls the control plane without a revision, and the tag of its namespaces.
 *
 * @internal
 */
export const DEFAULT_REVISION = 'default';

/** Names are cut to size by their longest use: in the names of Services. @internal */
export const LONGEST = {
  revision: 63 - 'istiod-'.length,
  tag: 63 - 'istiod-revision-tag-'.length,
} as const;

/** Checks the name of a revision, or of a tag of one. @internal */
export function checkRevision(
  text: string | undefined,
  kind: keyof typeof LONGEST,
  problems: Problems,
): void {
  if (text === undefined) {
    return;
  }
  if (!isDnsLabel(text) || text.length > LONGEST[kind]) {
    problems.report(
      'MESH520',
      `${kind} "${text}" is not a DNS label of at most ${LONGEST[kind]} characters`,
    );
  } else if (kind === 'revision' && text === DEFAULT_REVISION) {
    problems.report(
      'MESH520',
      `"${DEFAULT_REVISION}" is what Istio calls the control plane without a revision`,
      'Leave it out.',
    );
  }
}
