import { Protocol } from '../../src';
import { Pod } from '../stand/pod';

/** What became of one call, as Istio's own echo client and server tell it. */
export interface Answer {
  /** HTTP status; 200 also where gRPC or TCP was answered */
  readonly status?: number;
  /** the cluster whose pod answered */
  readonly cluster?: string;
  readonly version?: string;
  /** the caller, as the server's proxy proved it */
  readonly identity?: string;
  /** the name did not resolve */
  readonly isUnknown: boolean;
  readonly raw: string;
}

export interface CallOptions {
  readonly headers?: readonly string[];
  readonly count?: number;
  /** as fast as possible without */
  readonly perSecond?: number;
  readonly timeout?: string;
}

const CLIENT = '/usr/local/bin/echo-client';

/** Calls from inside a pod. */
export async function call(
  pod: Pod,
  protocol: Protocol,
  host: string,
  port: number,
  options: CallOptions = {},
): Promise<Answer> {
  return (await calls(pod, protocol, host, port, options))[0];
}

/** Several calls, each on a connection of its own. */
const SCHEMES: ReadonlyMap<Protocol, string> = new Map([
  [Protocol.GRPC, 'grpc'],
  [Protocol.HTTP, 'http'],
  [Protocol.HTTP2, 'http'],
]);

export async function calls(
  pod: Pod,
  protocol: Protocol,
  host: string,
  port: number,
  options: CallOptions = {},
): Promise<Answer[]> {
  const { headers = [], count = 1, perSecond = 0, timeout = '4s' } = options;
  const scheme = SCHEMES.get(protocol) ?? 'tcp';
  const { code, stdout, stderr } = await pod.exec(
    [
      CLIENT,
      `${scheme}://${host}:${port}`,
      `--count=${count}`,
      `--qps=${perSecond}`,
      `--timeout=${timeout}`,
      '--new-connection-per-request',
      ...(protocol === Protocol.HTTP2 ? ['--http2'] : []),
      ...headers.map(header => `--header=${header}`),
    ],
    60,
  );
  if (code !== 0) {
    const raw = stdout + stderr;
    return [
      {
        isUnknown: /no such host/.test(raw),
        status: /PermissionDenied/.test(raw) ? 403 : undefined,
        raw,
      },
    ];
  }
  const lines = stdout.split('\n');
  return Array.from({ length: count }, (_, i) =>
    parse(lines.filter(line => line.startsWith(`[${i}]`) || line.startsWith(`[${i} `)).join('\n')),
  );
}

function parse(raw: string): Answer {
  const field = (name: string) => new RegExp(`\\b${name}[=:]\\s*([^\\s,]+)`).exec(raw)?.[1];
  return {
    status: Number(field('StatusCode')) || undefined,
    cluster: field('Cluster'),
    version: field('ServiceVersion'),
    identity: /X-Forwarded-Client-Cert:.*URI=([^;,\s"]+)/i.exec(raw)?.[1],
    isUnknown: false,
    raw,
  };
}
