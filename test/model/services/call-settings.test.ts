import {
  FaultProps,
  HeaderMatch,
  Http2Upgrade,
  OutlierDetectionProps,
  Protocol,
  RetryProps,
  ServiceProps,
  TcpKeepaliveProps,
} from '../../../src';
import { problemsOf, summarize, withService } from '../base';

const said = (props: Partial<ServiceProps>) => summarize(problemsOf(withService(props)));

const fault = (props: FaultProps) => ({ fault: props });
const abort = (status: number, percent?: number) => fault({ abort: { status, percent } });
const retries = (props: Partial<RetryProps>) => ({ retries: { attempts: 1, ...props } });
const tcpKeepalive = (props: TcpKeepaliveProps) => ({
  trafficPolicy: { connectionPool: { tcpKeepalive: props } },
});
const maxConnections = (count: number) => ({
  trafficPolicy: { connectionPool: { maxConnections: count } },
});
const outlierDetection = (props: OutlierDetectionProps) => ({
  trafficPolicy: { outlierDetection: props },
});
const headers = (name: string, value: string) => ({
  headers: { request: { set: { [name]: value } } },
});
const matching = (...list: HeaderMatch[]): Partial<ServiceProps> => {
  const destinations = [{ subset: 'v1' }];
  return {
    subsets: [{ name: 'v1', labels: { version: 'v1' } }],
    routes: [{ headers: list, destinations }, { destinations }],
  };
};
const regex = (text: string) => matching({ name: 'x-a', regex: text });
const HTTP_AND_TCP = {
  ports: [
    { number: 8000, protocol: Protocol.HTTP },
    { number: 9000, protocol: Protocol.TCP },
  ],
  virtualIps: ['240.0.0.1'],
};

describe('what is right stays silent', () => {
  test.each<[string, Partial<ServiceProps>]>([
    ['a delay alone, of 1ms', fault({ delay: { duration: '1ms' } })],
    ['the lowest status of an abort', abort(200)],
    ['the highest status of an abort', abort(599)],
    ['an abort of all calls', abort(503, 100)],
    ['a variable that is cut after many characters', headers('x-a', '%REQ(x-b):100%')],
    ['HTTP settings of a service that has a TCP port too', { ...HTTP_AND_TCP, timeout: '1s' }],
    [
      'HTTP/2 for a service that has a TCP port too',
      {
        ...HTTP_AND_TCP,
        trafficPolicy: { connectionPool: { http2Upgrade: Http2Upgrade.UPGRADE } },
      },
    ],
    [
      'conditions on two headers',
      matching({ name: 'x-a', exact: '1' }, { name: 'x-b', exact: '1' }),
    ],
    ['an expression that begins with a flag', regex('(?i)a')],
    ['an expression that begins with two flags', regex('(?im)a')],
    ['an expression with flags for a group', regex('(?i-s:a)')],
    ['a method with a dash', retries({ methods: ['M-SEARCH'] })],
    ['keepalive with a time alone, of 1s', tcpKeepalive({ time: '1s' })],
    ['keepalive with a number of probes alone', tcpKeepalive({ probes: 3 })],
    ['no percent', outlierDetection({ maxEjectionPercent: 0 })],
    ['all percent', outlierDetection({ maxEjectionPercent: 100 })],
    ['as many connections as there can be', maxConnections(2 ** 31 - 1)],
  ])('%s', (_, props) => {
    expect(said(props)).toEqual([]);
  });
});

describe('what is wrong is said once, at its place', () => {
  test.each<[string, Partial<ServiceProps>]>([
    [
      'MESH373 at services[0].headers.request: "x-a:" is not the name of a header that can be changed',
      headers('x-a:', 'b'),
    ],
    ['MESH341 at services[0].fault.abort.status: 600 is not an HTTP status', abort(600)],
    ['MESH341 at services[0].fault.abort.percent: 0 is not a share in percent', abort(503, 0)],
    ['MESH341 at services[0].fault.abort.percent: 101 is not a share in percent', abort(503, 101)],
    ...['X-a', 'x-A', 'x a'].map((name): [string, Partial<ServiceProps>] => [
      `MESH340 at services[0].routes[0].headers[0].name: "${name}" is not the name of a header in lower case`,
      matching({ name, exact: '1' }),
    ]),
    [
      'MESH340 at services[0].routes[0].headers[0].regex: "(?i)*" is not a regular expression of RE2: there is nothing that "*" could repeat',
      regex('(?i)*'),
    ],
    [
      'MESH341 at services[0].retries.perTryTimeout: "0s" is not a duration of at least 1ms',
      retries({ perTryTimeout: '0s' }),
    ],
    [
      'MESH341 at services[0].retries.retryOn[0]: "Reset" is not the name of a retry condition or a status code',
      retries({ retryOn: ['Reset'] }),
    ],
    ...['gET', 'GEt', 'GET-'].map((method): [string, Partial<ServiceProps>] => [
      `MESH341 at services[0].retries.methods[0]: "${method}" is not an HTTP method in upper case`,
      retries({ methods: [method] }),
    ]),
    [
      'MESH341 at services[0].trafficPolicy.outlierDetection.consecutive5xxErrors: -1 is not a whole number from 0 to 2147483647',
      outlierDetection({ consecutive5xxErrors: -1 }),
    ],
    ...[-1, 0.5].map((percent): [string, Partial<ServiceProps>] => [
      `MESH341 at services[0].trafficPolicy.outlierDetection.minHealthPercent: ${percent} is not a percentage`,
      outlierDetection({ minHealthPercent: percent }),
    ]),
    [
      'MESH341 at services[0].trafficPolicy.connectionPool.tcpKeepalive.probes: -1 is not a whole number from 0 to 2147483647',
      tcpKeepalive({ probes: -1 }),
    ],
  ])('%s', (problem, props) => {
    expect(said(props)).toEqual([problem]);
  });
});
