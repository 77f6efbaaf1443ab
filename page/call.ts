import type { PageFacts } from './data';
import { h, place } from './dom';
import type { Matrix } from './matrix';

/** The steps of a call, or of one that goes alike. */
export function callParts(
  facts: PageFacts,
  matrix: Matrix,
  caller: number,
  called: number,
): Node[] {
  const { access } = facts;
  const { verdict, policy, ways, example } = access.groups[matrix.groupOf(caller, called)];
  const [from, to] = [callerOf(facts, caller), calledOf(facts, called)];
  const isItself = access.isExact || (example[0] === caller && example[1] === called);
  const mark = matrix.markOf(caller, called);
  const changes = (facts.changes?.calls ?? []).filter(
    one => one.callers.includes(from) && one.called.includes(to),
  );
  return [
    h('h3', {}, `${from} → ${to}`),
    h('p', {}, h('b', { class: `verdict ${verdict}` }, verdict), policyText(policy)),
    ...(mark === undefined ? [] : changes.map(({ text }) => h('p', { class: 'marked' }, text))),
    ...(isItself
      ? []
      : [
          h(
            'p',
            {},
            `The steps below are those of ${callerOf(facts, example[0])} → ${calledOf(facts, example[1])}, which goes alike. Its own: `,
            h('code', {}, `mesh reach --from ${from} --to ${to} --explain`),
          ),
        ]),
    ...ways.flatMap(({ verdict: own, steps }, i) => [
      ...(ways.length > 1 ? [h('h4', {}, `Way ${i + 1} of ${ways.length}: ${own}`)] : []),
      h('ol', { class: 'steps' }, ...steps.map(step => stepItem(access.steps[step]))),
    ]),
  ];
}

function stepItem({
  hop,
  cluster,
  text,
  file,
  line,
  remedy,
}: PageFacts['access']['steps'][number]) {
  return h(
    'li',
    {},
    h('b', {}, `${hop} `),
    `(${cluster}) ${text} `,
    place(file, line),
    remedy === undefined ? undefined : h('p', {}, `→ ${remedy}`),
  );
}

const POLICIES: { readonly [policy: string]: string } = {
  enforced: ', by policies that are enforced',
  audited: '; policies are for trial only',
  'would refuse': '; a policy that is for trial would refuse it',
  none: '; there is no policy',
};

const policyText = (policy: string | undefined): string => POLICIES[policy ?? ''] ?? '';

function callerOf({ access }: PageFacts, i: number): string {
  const { cluster, namespace, serviceAccount } = access.callers[i];
  return `${cluster}/${namespace}/${serviceAccount}`;
}

function calledOf({ access }: PageFacts, i: number): string {
  const { host, port } = access.called[i];
  return `${host}:${port}`;
}
