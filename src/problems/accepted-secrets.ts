import { Problems } from './problems';

/** Nothing is accepted without a reason. @internal */
export function checkAcceptedSecrets(
  accepted: ReadonlyArray<{ readonly place: string; readonly reason: string }>,
  problems: Problems,
): void {
  const places = accepted.map(({ place }) => place);
  accepted.forEach(({ place, reason }, i) => {
    const at = problems.at('acceptedSecrets', i);
    if (reason.trim() === '') {
      at.at('reason').report('MESH840', `the reason for accepting "${place}" is empty`);
    }
    if (places.indexOf(place) !== i) {
      at.at('place').report('MESH840', `"${place}" is accepted twice`);
    }
  });
}
