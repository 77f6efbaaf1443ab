import * as path from 'path';
import { MessageChannel, receiveMessageOnPort, Worker } from 'worker_threads';
import { KubernetesObject } from './schema';

const TIMEOUT_MS = 120_000;

/** Asks validators.mjs, and waits for the answer. The thread lives as long as the test file. */
class Validators {
  private readonly isAnswered = new Int32Array(new SharedArrayBuffer(4));
  private readonly channel = new MessageChannel();
  private readonly worker = new Worker(path.join(__dirname, 'validators.mjs'), {
    workerData: { port: this.channel.port2, isAnswered: this.isAnswered },
    transferList: [this.channel.port2],
  });

  public verdicts(objects: readonly KubernetesObject[]): Array<string | null> {
    Atomics.store(this.isAnswered, 0, 0);
    this.worker.postMessage(objects);
    if (Atomics.wait(this.isAnswered, 0, 0, TIMEOUT_MS) === 'timed-out') {
      throw new Error('validators.mjs does not answer');
    }
    return receiveMessageOnPort(this.channel.port1)!.message;
  }

  public async end(): Promise<void> {
    this.channel.port1.close();
    await this.worker.terminate();
  }
}

let validators: Validators | undefined;
afterAll(() => validators?.end());

/** What the compiled validators of the pinned package say of each object; null is good. */
export function compiledVerdicts(objects: readonly KubernetesObject[]): Array<string | null> {
  validators ??= new Validators();
  return validators.verdicts(objects);
}
