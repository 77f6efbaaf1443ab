/**
 * Generates `docs/errors.md` from the closed list of codes.
 */
import { mkdirSync, writeFileSync } from 'fs';
import * as path from 'path';
import { AREAS } from '../src/problems/areas';
import { CODES, CodeInfo, RETIRED, RetiredCode } from '../src/problems/codes';

/** The document as text, as it is committed. */
export function errorsDocument(): string {
  const codes = Object.entries<CodeInfo>(CODES).sort(([a], [b]) => (a < b ? -1 : 1));
  const groups = Object.entries(AREAS).map(([digit, title]) => {
    const members = codes.filter(([code]) => code.startsWith(`MESH${digit}`));
    return { title, members };
  });
  return [
    '# Errors and warnings',
    'Generated from `src/problems/codes.ts`. All problems of a run are reported together, sorted by place. An error stops the run before anything is written. ' +
      'A warning can be accepted with a written reason: `acceptedWarnings: [{ code: MESH207, reason: … }]`.',
    ...groups.flatMap(({ title, members }) => [
      `## ${title}`,
      ...members.map(([code, info]) => section(code, info)),
    ]),
    '## Retired',
    'These codes are no longer reported, and are never used again.',
    ...Object.entries(RETIRED).map(([code, info]) => retiredSection(code, info)),
    '',
  ].join('\n\n');
}

function retiredSection(code: string, { since, title, why, replacedBy }: RetiredCode): string {
  const successor = replacedBy === undefined ? [] : [`Replaced by ${replacedBy}.`];
  return [`### ${code}`, `**${title}** (retired in ${since})`, why, ...successor].join('\n\n');
}

function section(code: string, { severity, title, why, remedy, source }: CodeInfo): string {
  return [
    `### ${code}`,
    `**${title}**${severity === 'warning' ? ' (warning)' : ''}`,
    why,
    `→ ${remedy}`,
    ...(source ? [`Source: ${source}`] : []),
  ].join('\n\n');
}

if (require.main === module) {
  const [out] = process.argv.slice(2);
  mkdirSync(path.dirname(out), { recursive: true });
  writeFileSync(out, errorsDocument());
}
