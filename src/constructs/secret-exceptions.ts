import { IConstruct } from 'constructs';
import { below } from './walk';
import { AcceptedSecret, SecretExceptions } from '../output/secrets/exceptions';

/** Marks constructs, as cdk8s marks its own; the same for every copy of this library. */
const PLAINTEXT = Symbol.for('cdk8s-istio-multicluster.plaintext');
const ACCEPTED = Symbol.for('cdk8s-istio-multicluster.acceptedSecrets');

interface Marked extends IConstruct {
  readonly [PLAINTEXT]?: string;
  readonly [ACCEPTED]?: readonly AcceptedSecret[];
}

/**
 * Lets one secret into the output, because the user asked for it by name.
 *
 * @param text as it stands in the output
 * @internal
 */
export function allowPlaintext(construct: IConstruct, text: string): void {
  Object.defineProperty(construct, PLAINTEXT, { value: text });
}

/** Lets what looks like a secret stand at certain places of the output. @internal */
export function acceptSecrets(construct: IConstruct, accepted: readonly AcceptedSecret[]): void {
  Object.defineProperty(construct, ACCEPTED, { value: accepted });
}

/** What may stand in the output of everything below a construct. @internal */
export function secretExceptionsBelow(root: IConstruct): SecretExceptions {
  const all: readonly Marked[] = below(root);
  return new SecretExceptions(
    all.map(construct => construct[PLAINTEXT]).filter(text => text !== undefined),
    all.flatMap(construct => construct[ACCEPTED] ?? []),
  );
}
