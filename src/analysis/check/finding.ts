import { Code, CODES, Severity } from '../../problems/codes';
import { oneLine } from '../../problems/one-line';
import { Source } from '../world/manifest';

/** Something that is not as it was written, or that was not seen. @internal */
export interface Finding {
  readonly code: Code;
  readonly severity: Severity;
  /** which object, e.g. `ServiceEntry bar/httpbin`; or a kind, a name */
  readonly object: string;
  readonly message: string;
  readonly remedy: string;
  /** where it was written */
  readonly source?: Source;
}

/** What is looked at in each cluster, in this order. @internal */
export const CHECKS = ['objects', 'others', 'gateway', 'trust', 'istiod', 'dns'] as const;

/** @internal */
export type CheckName = (typeof CHECKS)[number];

/** Collects what one check finds. @internal */
export class Findings {
  private readonly found = new Map<string, Finding>();

  /**
   * @param object what it is about
   * @param message what is wrong; values of others are made one line that a terminal can show
   * @param source where it was written
   */
  public report(code: Code, object: string, message: string, source?: Source): void {
    const { severity, remedy } = CODES[code];
    const finding = {
      code,
      severity,
      object: oneLine(object),
      message: oneLine(message),
      remedy,
      source,
    };
    // what several questions need is missing once
    this.found.set(JSON.stringify([code, finding.object, finding.message]), finding);
  }

  public get all(): readonly Finding[] {
    return [...this.found.values()];
  }
}
