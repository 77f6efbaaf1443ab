import { IConstruct } from 'constructs';
import { below } from './walk';

/** Marks a construct, as cdk8s marks its own; the same for every copy of this library. */
const PLAINTEXT = Symbol.for('cdk8s-istio-multicluster.plaintext');

interface Marked extends IConstruct {
  readonly [PLAINTEXT]?: string;
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

/** The secrets that may stand in the output of everything below a construct. @internal */
export function plaintextBelow(root: IConstruct): string[] {
  return below(root)
    .map((construct: Marked) => construct[PLAINTEXT])
    .filter(text => text !== undefined);
}
