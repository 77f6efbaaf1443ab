import { KeyFiles } from './pki/key-files';
import { recipientChanges, recipientLines, recipientsFingerprint } from './sealing/recipients';
import { ConfirmedRecipients, SealingRecipients } from './sealing/seal-key';
import { Session } from './session';

/** For whom the private key of a cluster is to be encrypted. */
interface Wanted {
  readonly cluster: string;
  readonly recipients: SealingRecipients;
}

/** The same, where others were confirmed before, or none. */
interface Change extends Wanted {
  /** undefined when none were */
  readonly before: readonly string[] | undefined;
  readonly after: readonly string[];
  readonly fingerprint: string;
}

/**
 * Has the recipients of private keys confirmed. They are in the lock, which everyone may edit who
 * may commit, so they count only if they are the ones that are kept with the keys: those that the
 * operator confirmed before, or confirms now.
 *
 * @param isNamed true if the operator named them just now, which is enough for the first time
 * @returns the recipients, by cluster
 * @throws MeshError
 * @internal
 */
export function confirmRecipients(
  session: Session,
  keys: KeyFiles,
  all: readonly Wanted[],
  isNamed = false,
): ReadonlyMap<string, ConfirmedRecipients> {
  const changes = all.flatMap(wanted => changeOf(wanted, keys));
  const open = changes.filter(
    ({ before, fingerprint }) =>
      !(isNamed && before === undefined) &&
      !session.options.confirmRecipients.includes(fingerprint),
  );
  if (open.length > 0) {
    askFor(session, open);
  }
  changes.forEach(({ cluster, after }) => keys.setRecipients(cluster, after));
  return new Map(
    all.map(({ cluster, recipients }) => [cluster, { ...recipients, areConfirmed: true }]),
  );
}

function changeOf(wanted: Wanted, keys: KeyFiles): Change[] {
  const { cluster, recipients } = wanted;
  const before = keys.recipients(cluster);
  const after = recipientLines(recipients);
  return before?.join() === after.join()
    ? []
    : [{ ...wanted, before, after, fingerprint: recipientsFingerprint(cluster, after) }];
}

function askFor(session: Session, changes: readonly Change[]): void {
  for (const { cluster, before, after, fingerprint } of changes) {
    session.say(
      [
        `${cluster}: its private key will be encrypted for (fingerprint ${fingerprint})`,
        ...recipientChanges(before ?? [], after).map(line => `  ${line}`),
      ].join('\n'),
    );
  }
  if (session.terminal.ask('Are these the right ones? Type yes to go on: ') !== 'yes') {
    changes.forEach(change => refuse(session, change));
  }
  session.problems.throwIfErrors();
}

function refuse({ problems }: Session, { cluster, before, fingerprint }: Change): void {
  problems
    .at(cluster)
    .report(
      'MESH742',
      before
        ? `the recipients of the private key of "${cluster}" are not the ones that were confirmed; the changes are shown above`
        : `the recipients of the private key of "${cluster}" were never confirmed; they are shown above`,
      `Compare them with what their owners told you. If each of them is right, run the command again with \`--confirm-recipients ${fingerprint}\`, or in a terminal, where it asks.`,
    );
}
