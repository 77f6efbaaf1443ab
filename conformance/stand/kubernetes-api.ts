import { readFileSync } from 'fs';
import { OutgoingHttpHeaders } from 'http';
import { request, Agent } from 'https';
import { setTimeout as sleep } from 'timers/promises';

/* eslint-disable @typescript-eslint/no-explicit-any -- objects of the API, as they come */
export type KubernetesObject = any;

/** A client of one API server. */
export class KubernetesApi {
  private readonly agent: Agent;

  public constructor(
    public readonly server: string,
    private readonly token: string,
    caFile: string,
  ) {
    this.agent = new Agent({ keepAlive: true, ca: readFileSync(caFile) });
  }

  public async get(path: string): Promise<KubernetesObject> {
    return this.call('GET', path);
  }

  public async post(path: string, body: object): Promise<KubernetesObject> {
    return this.call('POST', path, body);
  }

  public async delete(path: string, body?: object): Promise<KubernetesObject> {
    return this.call('DELETE', path, body);
  }

  /** A merge patch. */
  public async patch(path: string, body: object): Promise<KubernetesObject> {
    return this.call('PATCH', path, body, 'application/merge-patch+json');
  }

  private async call(
    method: string,
    path: string,
    body?: object,
    type: string = 'application/json',
  ): Promise<KubernetesObject> {
    const payload = body === undefined ? '' : JSON.stringify(body);
    const { status, text } = await new Promise<{ status: number; text: string }>(
      (resolve, reject) => {
        const sent = this.open(
          method,
          path,
          { 'content-type': type, 'content-length': Buffer.byteLength(payload) },
          response => {
            const chunks: Buffer[] = [];
            response
              .on('data', (chunk: Buffer) => chunks.push(chunk))
              .on('error', reject)
              .on('end', () =>
                resolve({ status: response.statusCode, text: Buffer.concat(chunks).toString() }),
              );
          },
        );
        sent
          .setTimeout(30_000, () => sent.destroy(new Error(`${method} ${path}: no answer`)))
          .on('error', reject)
          .end(payload);
      },
    );
    if (status >= 300) {
      throw new ApiError(status, `${method} ${path}: ${status} ${text}`);
    }
    return text.startsWith('{') ? JSON.parse(text) : text;
  }

  /** Calls back for each object that there is, changes or goes, for ever. */
  public async watch(
    path: string,
    onEvent: (type: string, object: KubernetesObject) => void,
  ): Promise<void> {
    for (;;) {
      try {
        const list = await this.get(path);
        list.items.forEach((item: KubernetesObject) => onEvent('ADDED', item));
        await this.stream(
          `${path}?watch=true&resourceVersion=${list.metadata.resourceVersion}`,
          onEvent,
        );
      } catch {
        await sleep(500); // the server is not there, or the version is too old: begin anew
      }
    }
  }

  private async stream(
    path: string,
    onEvent: (type: string, object: KubernetesObject) => void,
  ): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.open('GET', path, {}, response => {
        let rest = '';
        response
          .setEncoding('utf8')
          .on('end', resolve)
          .on('error', reject)
          .on('data', (chunk: string) => {
            const lines = (rest + chunk).split('\n');
            rest = lines.pop()!;
            for (const { type, object } of lines
              .filter(line => line !== '')
              .map(line => JSON.parse(line))) {
              if (type === 'ERROR') {
                reject(new Error(object.message));
              } else {
                onEvent(type, object);
              }
            }
          });
      })
        .on('error', reject)
        .end();
    });
  }

  private open(
    method: string,
    path: string,
    headers: OutgoingHttpHeaders,
    onResponse: (response: any) => void,
  ) {
    return request(
      `${this.server}${path}`,
      {
        method,
        agent: this.agent,
        headers: { authorization: `Bearer ${this.token}`, ...headers },
      },
      onResponse,
    );
  }
}

export class ApiError extends Error {
  public constructor(
    public readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** The path of one object of the core API, or of a part of it. */
export function core(namespace: string, kind: string, name: string, part?: string): string {
  return `/api/v1/namespaces/${namespace}/${kind}/${name}${part ? `/${part}` : ''}`;
}
