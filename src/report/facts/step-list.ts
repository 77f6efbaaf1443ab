import { Step } from './facts';
import { remember } from '../../values/remember';

/** Steps of calls, each of them once. @internal */
export class StepList {
  public readonly steps: Step[] = [];
  private readonly indices = new Map<string, number>();

  /** @returns its index */
  public add(step: Step): number {
    return remember(this.indices, JSON.stringify(step), () => this.steps.push(step) - 1);
  }
}
