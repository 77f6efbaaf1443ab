import { TERMINAL } from '../../ca/terminal';
import { UsageError } from '../../ca/usage-error';

/** Asks a person, if there is one; otherwise the default holds. @internal */
export class Questions {
  public constructor(private readonly terminal = TERMINAL) {}

  public text(question: string, otherwise: string): string {
    return this.terminal.ask(`${question} [${otherwise}]: `) || otherwise;
  }

  public list(question: string): readonly string[] {
    const answer = this.terminal.ask(`${question}, separated by spaces: `) ?? '';
    return answer.split(/[\s,]+/).filter(word => word !== '');
  }

  /** @throws UsageError for an answer that is none of the choices */
  public choice<T extends string>(question: string, choices: readonly T[], otherwise: T): T {
    const answer = this.text(`${question} (${choices.join(', ')})`, otherwise);
    const chosen = choices.find(choice => choice === answer);
    if (chosen === undefined) {
      throw new UsageError(`"${answer}" is none of ${choices.join(', ')}`);
    }
    return chosen;
  }
}
