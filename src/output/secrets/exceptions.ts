import { Problems } from '../../problems/problems';
import { groupOf } from '../printed-object';

/** What looks like a secret and may stand in the output, with the reason. @internal */
export interface AcceptedSecret {
  /** as the report of the finding names it */
  readonly place: string;
  readonly reason: string;
}

/**
 * What the user lets into the output.
 *
 * @internal
 */
export class SecretExceptions {
  private readonly used = new Set<string>();

  /**
   * @param plaintext secrets that somebody asked for by name
   * @param accepted findings that somebody has looked at
   */
  public constructor(
    public readonly plaintext: readonly string[],
    private readonly accepted: readonly AcceptedSecret[],
  ) {}

  /** Reports something that looks like a secret, unless it is accepted at this place. */
  public report(place: string, message: string, problems: Problems): void {
    if (this.accepted.some(accepted => accepted.place === place)) {
      this.used.add(place);
      return;
    }
    problems.report('MESH809', message, remedy(place));
  }

  /** Reports what was accepted and is not there: it would hide what comes to that place later. */
  public reportUnused(problems: Problems): void {
    for (const { place } of this.accepted.filter(accepted => !this.used.has(accepted.place))) {
      problems.report('MESH841', `nothing at "${place}" looks like a secret, but it is accepted`);
    }
  }
}

const remedy = (place: string): string =>
  `Let the cluster get the secret from an external store, or encrypt it. If it is none, accept it in the description: acceptedSecrets: [{ place: '${place.replaceAll("'", "''")}', reason: … }].`;

/** What an object is called. @internal */
export interface NamedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** Where a finding in an object is: the same in every layout. @internal */
export function placeInObject(
  directory: string,
  { apiVersion, kind, namespace, name }: NamedObject,
  field: string | undefined,
): string {
  const group = groupOf(apiVersion);
  const type = group === '' ? kind : `${kind}.${group}`;
  const steps = namespace === undefined ? [directory, type] : [directory, type, namespace];
  return placeInFile([...steps, name].join('/'), field);
}

/** Where a finding in a file without objects is. @internal */
export const placeInFile = (file: string, field: string | undefined): string =>
  field === undefined ? file : `${file}:${field}`;
