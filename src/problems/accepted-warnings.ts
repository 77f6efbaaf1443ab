import { Code, CODES } from './codes';
import { Problem } from './problem';
import { Problems } from './problems';

/** A warning that is not shown any more, and why. */
interface AcceptedWarning {
  readonly code: string;
  readonly reason: string;
}

/**
 * Accepting is for warnings only, with a reason, and for warnings that really occur. Must run after
 * every other check.
 *
 * @internal
 */
export function checkAcceptedWarnings(
  accepted: readonly AcceptedWarning[],
  problems: Problems,
): void {
  const occurring = new Set<string>(problems.warnings.map(w => w.code));
  accepted.forEach(({ code, reason }, i) => {
    const at = problems.at('acceptedWarnings', i);
    if (CODES[code as Code]?.severity !== 'warning') {
      at.at('code').report('MESH107', `"${code}" is not the code of a warning`);
    } else if (reason.trim() === '') {
      at.at('reason').report('MESH107', `the reason for accepting ${code} is empty`);
    } else if (!occurring.has(code)) {
      at.report('MESH108', `${code} is accepted but does not occur`);
    }
  });
}

/** @internal */
export function withoutAccepted(
  warnings: readonly Problem[],
  accepted: readonly AcceptedWarning[],
): readonly Problem[] {
  const codes = new Set<string>(accepted.map(a => a.code));
  return warnings.filter(w => !codes.has(w.code));
}
