import { AuthorizationPolicySpecRulesFromSource as Source } from '../../../imports/security.istio.io';
import { Workloads } from '../../model/mesh';
import { groupBy } from '../../values/group-by';
import { byText, sortedSet } from '../../values/order';
import {
  domainPrefix,
  Issuer,
  namespacePrefix,
  principal,
  withoutScheme,
} from '../../values/spiffe';

/** A workload of a trust domain, or all of a kind. @internal */
export interface Identity extends Workloads {
  readonly issuer: Issuer;
}

/** Somebody who is not refused; nobody is in two of these. @internal */
export interface Admitted {
  /** as policies write it: without `spiffe://`, with `*` at the end for all that begin like this */
  readonly principal: string;
  /** of these, who is refused all the same */
  readonly refused: readonly Source[];
}

/**
 * Who is not refused, in order.
 *
 * Of a principal with five parts, `<trust domain>/ns/<namespace>/sa/<account>`, istiod makes one
 * for the trust domain and one for each alias, which lets in the namesakes of other clusters. It
 * leaves shorter and longer ones as they are (`ReplaceTrustDomainAliases` in
 * `pilot/pkg/trustdomain`). So where there are aliases, accounts are told apart inside of their own
 * trust domain and namespace.
 *
 * @internal
 */
export function admittedBy(identities: readonly Identity[], hasAliases: boolean): Admitted[] {
  const named = identities.map(identity => (hasAliases ? amongOthers(identity) : alone(identity)));
  const patterns = groupBy(named, ({ pattern }) => pattern);
  const groups = [...patterns].map(([pattern, all]) => ({
    pattern,
    only: all.some(({ only }) => only === undefined)
      ? undefined
      : sortedSet(all.map(({ only }) => only!)),
  }));
  return outermost(groups.sort(byText(({ pattern }) => begin(pattern))));
}

/** What a principal begins with, or all of it. @internal */
export const begin = (pattern: string): string => pattern.replace(/\*$/, '');

/** A principal, and who of it is meant; undefined for all. */
interface Named {
  readonly pattern: string;
  readonly only?: string;
}

function alone({ issuer, namespace, serviceAccount, spiffeId }: Identity): Named {
  if (spiffeId !== undefined) {
    return { pattern: withoutScheme(spiffeId) };
  }
  if (namespace === undefined) {
    return { pattern: `${domainPrefix(issuer)}*` };
  }
  return {
    pattern:
      serviceAccount === undefined
        ? `${namespacePrefix(issuer, namespace)}*`
        : principal(issuer, namespace, serviceAccount),
  };
}

/** By a pattern that istiod leaves as it is. */
function amongOthers(identity: Identity): Named {
  const { issuer, namespace, serviceAccount } = identity;
  const only = alone(identity).pattern;
  if (identity.spiffeId === undefined) {
    return namespace === undefined || serviceAccount === undefined
      ? { pattern: only }
      : { pattern: `${namespacePrefix(issuer, namespace)}*`, only };
  }
  const parts = only.split('/');
  return parts.length === 5
    ? { pattern: `${parts.slice(0, 3).join('/')}/*`, only }
    : { pattern: only };
}

/** The same for several of a principal. */
interface Group {
  readonly pattern: string;
  readonly only?: readonly string[];
}

/** Each with what is inside of it, which comes next in the order. */
function outermost(groups: readonly Group[]): Admitted[] {
  const result: Admitted[] = [];
  for (let i = 0; i < groups.length;) {
    const { pattern } = groups[i];
    let end = i + 1;
    while (end < groups.length && covers(pattern, groups[end].pattern)) {
      end += 1;
    }
    result.push({ principal: pattern, refused: refusedIn(groups.slice(i, end)) });
    i = end;
  }
  return result;
}

const covers = (pattern: string, other: string): boolean =>
  pattern.endsWith('*') && other.startsWith(begin(pattern));

/** @param groups the first one covers the others */
function refusedIn(groups: readonly Group[]): Source[] {
  const inside = (outer: Group, other: Group) =>
    outer !== other && covers(outer.pattern, other.pattern);
  const whole = groups.filter(({ only }) => only === undefined);
  const apart = groups.filter(group => !whole.some(other => inside(other, group)));
  return apart.flatMap(group => {
    const within = apart.filter(other => inside(group, other)).map(({ pattern }) => pattern);
    return group.only === undefined
      ? []
      : [
          {
            principals: [group.pattern],
            notPrincipals: sortedSet([...group.only, ...within]),
          },
        ];
  });
}
