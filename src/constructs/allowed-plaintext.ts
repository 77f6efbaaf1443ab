import { IConstruct } from 'constructs';
import { below } from './walk';

const allowed = new WeakMap<IConstruct, string>();

/** Lets one secret into the output, because the user asked for it by name. @internal */
export function allowPlaintext(construct: IConstruct, text: string): void {
  allowed.set(construct, text);
}

/** What may stand in the output of everything below a construct. @internal */
export function plaintextBelow(root: IConstruct): string[] {
  return below(root)
    .map(construct => allowed.get(construct))
    .filter(text => text !== undefined);
}
