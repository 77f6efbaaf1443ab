import type { RolloutPlan, RolloutStep } from '../../description/rollout/plan';

/** What each wave of a roll-out is about, and which one is being rolled out. @internal */
export function planText({ wave, steps }: RolloutPlan): string {
  const lines = ['nothing has changed yet', ...steps.map(stepText)].map(
    (text, i) => `${i === wave ? '*' : ' '} wave ${i}: ${text}\n`,
  );
  return lines.join('');
}

function stepText({ clusters, withoutOldAddresses }: RolloutStep): string {
  const parts = [
    { names: clusters, what: '' },
    { names: withoutOldAddresses, what: 'no more calls to the old addresses of ' },
  ];
  return parts
    .flatMap(({ names, what }) => (names.length > 0 ? [`${what}${names.join(', ')}`] : []))
    .join('; ');
}
