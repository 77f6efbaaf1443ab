import { pkiStatus, PkiStatus } from './pki/status';
import { Session } from './session';
import { FOUND } from '../values/exit-status';
import { inFormat } from '../values/output-format';

/** Prints what is there and when it ends. Something that has ended is a finding. @internal */
export function status(session: Session): number {
  const all = pkiStatus(session.existingLock(), session.now);
  const told = inFormat(
    session.options.output,
    () => table(all),
    () => all,
  );
  process.stdout.write(told);
  return all.certificates.some(({ state }) => state === 'ended') ? FOUND : 0;
}

function table({ signer, certificates, rotation }: PkiStatus): string {
  const rows = certificates.map(({ of, kind, notAfter, daysLeft, state, sealed, fingerprint }) => [
    of,
    `${kind}${kind === 'root' && of === signer ? ', signs' : ''}`,
    notAfter.slice(0, 10),
    `${daysLeft} days`,
    state,
    fingerprint.slice(0, 16),
    sealed.join(', '),
  ]);
  const all = [['', '', 'ends', 'left', '', 'SHA-256', 'key sealed for'], ...rows];
  const widths = all[0].map((_, column) => Math.max(...all.map(row => row[column].length)));
  return [
    ...all.map(row =>
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    ),
    ...(rotation
      ? [
          '',
          `rotation: phase "${rotation.phase}" since ${rotation.since}; ${
            rotation.waitingFor.length > 0
              ? `waiting for ${rotation.waitingFor.join(', ')}`
              : `next is \`mesh ca rotate ${rotation.next}\``
          }`,
        ]
      : []),
    '',
  ].join('\n');
}
