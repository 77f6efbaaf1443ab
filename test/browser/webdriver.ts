// As much of WebDriver (W3C) as is needed to open a page in Chromium and to look at it.
import { ChildProcess, spawn, spawnSync } from 'child_process';
import { once } from 'events';
import { createServer } from 'net';
import type { AddressInfo } from 'net';

/** Debian: package `chromium-driver`. */
export const hasBrowser = (): boolean =>
  spawnSync('chromedriver', ['--version'], { stdio: 'ignore' }).status === 0;

export interface LogEntry {
  readonly level: string;
  readonly message: string;
}

const KEYS = { enter: '\ue007', tab: '\ue004', right: '\ue014', down: '\ue015', space: ' ' };

/** A running Chromium, which shows one page. */
export class Browser {
  public constructor(
    private readonly driver: ChildProcess,
    private readonly session: string,
  ) {}

  public async open(file: string): Promise<void> {
    await this.post('/url', { url: `file://${file}` });
  }

  /** The value of a script's `return`, awaited. */
  public async run<T = unknown>(script: string, ...args: readonly unknown[]): Promise<T> {
    return this.post('/execute/sync', { script, args }) as Promise<T>;
  }

  /** Clicks what a person would click, in the middle. */
  public async click(selector: string): Promise<void> {
    await this.post(`/element/${await this.find(selector)}/click`, {});
  }

  public async type(selector: string, text: string): Promise<void> {
    await this.post(`/element/${await this.find(selector)}/value`, { text });
  }

  public async press(...keys: ReadonlyArray<keyof typeof KEYS>): Promise<void> {
    const actions = keys.flatMap(key =>
      ['keyDown', 'keyUp'].map(type => ({ type, value: KEYS[key] })),
    );
    await this.post('/actions', { actions: [{ type: 'key', id: 'keyboard', actions }] });
  }

  /** How the page is shown: `prefers-color-scheme`, and on screen or paper. */
  public async show(scheme: 'light' | 'dark', media: 'screen' | 'print' = 'screen'): Promise<void> {
    const features = [{ name: 'prefers-color-scheme', value: scheme }];
    const params = { media, features };
    await this.post('/goog/cdp/execute', { cmd: 'Emulation.setEmulatedMedia', params });
  }

  public async screenshot(): Promise<Buffer> {
    return Buffer.from((await ask('GET', `${this.session}/screenshot`)) as string, 'base64');
  }

  /** What the console says since it was last asked. */
  public async console(): Promise<readonly LogEntry[]> {
    return this.post('/se/log', { type: 'browser' }) as Promise<readonly LogEntry[]>;
  }

  public async quit(): Promise<void> {
    await ask('DELETE', this.session);
    this.driver.kill();
    await once(this.driver, 'exit');
  }

  private async find(selector: string): Promise<string> {
    const found = await this.post('/element', { using: 'css selector', value: selector });
    return Object.values(found as object)[0];
  }

  private async post(path: string, body: object): Promise<any> {
    return ask('POST', `${this.session}${path}`, body);
  }
}

/** A headless Chromium with a driver of its own. */
export async function startBrowser(width = 1400, height = 1000): Promise<Browser> {
  const port = await freePort();
  const driver = spawn('chromedriver', [`--port=${port}`], { stdio: 'ignore' });
  const root = `http://127.0.0.1:${port}`;
  await untilReady(`${root}/status`);
  const args = [
    '--headless=new',
    '--no-sandbox',
    '--disable-gpu',
    `--window-size=${width},${height}`,
  ];
  const capabilities = {
    alwaysMatch: {
      browserName: 'chrome',
      'goog:chromeOptions': { args },
      'goog:loggingPrefs': { browser: 'ALL' },
    },
  };
  const { sessionId } = await ask('POST', `${root}/session`, { capabilities });
  return new Browser(driver, `${root}/session/${sessionId}`);
}

async function ask(method: string, url: string, body?: object): Promise<any> {
  const answer = await fetch(url, {
    method,
    body: body && JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });
  const { value } = (await answer.json()) as { value: any };
  if (!answer.ok) {
    throw new Error(`${value.error}: ${value.message}`);
  }
  return value;
}

async function untilReady(url: string): Promise<void> {
  for (;;) {
    try {
      if ((await ask('GET', url)).ready) {
        return;
      }
    } catch {
      // not yet
    }
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
