const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** What work knows of signals that ask the process to end. @internal */
export interface Signals {
  /** the last one that came */
  received?: NodeJS.Signals;
  /** what to do when one comes */
  act(signal: NodeJS.Signals, isRepeated: boolean): void;
}

/**
 * Does work that has something to clean up. When the process is asked to end meanwhile, the work
 * comes to its end first; then the process ends by the signal, as it would have without this.
 *
 * @internal
 */
export async function cleaningUp<T>(work: (signals: Signals) => Promise<T>): Promise<T> {
  const signals: Signals = { act: () => undefined };
  const listener = (signal: NodeJS.Signals): void => {
    const isRepeated = signals.received !== undefined;
    signals.received = signal;
    signals.act(signal, isRepeated);
  };
  SIGNALS.forEach(signal => process.on(signal, listener));
  try {
    return await work(signals);
  } finally {
    SIGNALS.forEach(signal => process.off(signal, listener));
    if (signals.received) {
      process.kill(process.pid, signals.received);
      await new Promise(() => undefined); // it is on its way
    }
  }
}
