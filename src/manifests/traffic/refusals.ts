import { Admitted, begin } from './admitted';
import { AuthorizationPolicySpecRulesFrom as From } from '../../../imports/security.istio.io';
import { groupBy } from '../../values/group-by';
import { sortedSet } from '../../values/order';

/** What one policy refuses. @internal */
export interface Refusal {
  /** what the identities begin with that it is about; undefined for all, who may be in none */
  readonly about?: string;
  /** undefined for everybody */
  readonly from?: From[];
}

/**
 * All but those who are admitted.
 *
 * Two policies that each refuse all but some refuse everybody: of two, one has to be about some
 * identities only, and the other has to leave these to it. So where the list is too long for one
 * object, it is divided by what identities begin with: a policy for each beginning refuses who
 * begins like this and is not on its list, and the first one refuses who begins in no such way.
 * Together that is the same as one, and how the list is divided depends on nothing else than it.
 *
 * @param most characters of a list
 * @returns the one about all of them comes last: tools apply objects by name, and while it alone
 * was there, who begins in a new way would be let in
 * @internal
 */
export function refusals(
  admitted: readonly Admitted[],
  hasAliases: boolean,
  most: number,
): Refusal[] {
  if (admitted.length === 0) {
    return [{}];
  }
  const parts = divided({ begin: '', admitted }, hasAliases, most);
  const [first] = parts;
  if (parts.length === 1 && first.begin === '') {
    return [
      {
        from: allBut(
          admitted.map(one => one.principal),
          admitted,
        ),
      },
    ];
  }
  const listed = parts.filter(part => !isOne(part));
  const beginnings = parts.map(part =>
    isOne(part) ? part.admitted[0].principal : `${part.begin}*`,
  );
  return [
    ...listed.map(part => ({
      about: part.begin,
      from: allBut(
        part.admitted.map(one => one.principal),
        part.admitted,
        [`${part.begin}*`],
      ),
    })),
    { from: allBut(beginnings, []) },
  ];
}

interface Part {
  readonly begin: string;
  /** in order, at least one */
  readonly admitted: readonly Admitted[];
}

/** It needs no policy of its own. */
const isOne = ({ admitted: [first, ...others] }: Part): boolean =>
  others.length === 0 && first.refused.length === 0;

function allBut(
  notPrincipals: readonly string[],
  admitted: readonly Admitted[],
  principals?: string[],
): From[] {
  return [
    { source: { principals, notPrincipals: sortedSet(notPrincipals) } },
    ...admitted.flatMap(({ refused }) => refused.map(source => ({ source }))),
  ];
}

/** By the first character in which they differ, until each list is short enough. */
function divided(part: Part, hasAliases: boolean, most: number): Part[] {
  const { admitted } = part;
  if (admitted.length === 1 || lengthOf(admitted) <= most) {
    return [part];
  }
  const begins = admitted.map(one => begin(one.principal));
  const common = commonBegin(begins[0], begins[begins.length - 1]);
  const groups = groupBy(admitted, one => begin(one.principal).slice(0, common.length + 1));
  return hasAliases && [...groups.keys()].some(isExpanded)
    ? [part]
    : [...groups].flatMap(([text, some]) =>
        divided({ begin: text, admitted: some }, hasAliases, most),
      );
}

/** As a pattern, it would hold for the aliases too. */
const isExpanded = (text: string): boolean => text.split('/').length === 5;

const lengthOf = (admitted: readonly Admitted[]): number =>
  admitted.reduce(
    (sum, { principal, refused }) => sum + principal.length + 3 + lengthIn(refused),
    0,
  );

const lengthIn = (refused: Admitted['refused']): number =>
  refused.length === 0 ? 0 : JSON.stringify(refused).length;

function commonBegin(one: string, other: string): string {
  let length = 0;
  while (length < one.length && one[length] === other[length]) {
    length += 1;
  }
  return one.slice(0, length);
}
