import { Call } from './matrix';
import { calls, Answer } from './request';
import { Pod } from '../stand/pod';

/** calls in a second */
const RATE = 20;

/** Calls without a pause until it is stopped, and remembers what went wrong. */
export class Load {
  public total = 0;
  public readonly failures: Answer[] = [];
  private isStopped = false;
  private readonly done: Promise<void>;

  public constructor(
    private readonly caller: () => Promise<Pod>,
    private readonly one: Pick<Call, 'host' | 'port'>,
  ) {
    this.done = this.run();
  }

  /** What all the calls came to. */
  public async stop(): Promise<string> {
    this.isStopped = true;
    await this.done;
    if (this.failures.length > 0) {
      throw new Error(
        `${this.failures.length} of ${this.total} calls failed; the first: ${this.failures[0].raw}`,
      );
    }
    return `${this.total} calls, none failed`;
  }

  private async run(): Promise<void> {
    while (!this.isStopped) {
      const { port, host } = this.one;
      const answers = await calls(await this.caller(), port.protocol, host, port.number, {
        count: RATE,
        perSecond: RATE,
      });
      this.total += RATE;
      this.failures.push(...answers.filter(({ status }) => status !== 200));
    }
  }
}
