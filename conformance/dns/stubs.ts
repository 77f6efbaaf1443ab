import { spawn } from 'child_process';
import { Chart, Testing } from 'cdk8s';
import { Foretold, serverObjects } from './foretold';
import { answers, collect, end, waitFor, withServer } from './servers';
import { CoreDnsGlobalZone, KubeDnsStub, Platform } from '../../src';
import { Result } from '../results';

const RECORDS = {
  'cart.shop.mesh.internal': ['240.0.0.1'],
  'stock.shop.mesh.internal': ['240.0.0.2', 'fd00::2'],
};

/** As `answers` asks. */
const FORETOLD = new Map([
  ['cart.shop.mesh.internal', '240.0.0.1'],
  ['stock.shop.mesh.internal', '240.0.0.2'],
  ['other.shop.mesh.internal', 'ENOTFOUND'],
]);

/**
 * kube-dns hands the stub domains to dnsmasq as these arguments (kubernetes/dns
 * pkg/dnsmasq/nanny.go).
 */
function dnsmasqArguments(data: { stubDomains: string; upstreamNameservers?: string }): string[] {
  const stubs = Object.entries<string[]>(JSON.parse(data.stubDomains));
  const address = (server: string) => server.replace(/^([\d.]+):(\d+)$/, '$1#$2');
  const upstreams: string[] = JSON.parse(data.upstreamNameservers ?? '[]');
  return [
    ...stubs.flatMap(([domain, servers]) =>
      servers.map(server => `--server=/${domain}/${address(server)}`),
    ),
    ...upstreams.map(server => `--server=${address(server)}`),
    '--no-resolv',
    '--no-hosts',
    '--keep-in-foreground',
    '--user=root',
    '--listen-address=127.0.0.2',
    '--bind-interfaces',
    '--cache-size=0',
  ];
}

/** Every stub that we emit is taken by dnsmasq, and the names resolve through it. */
export async function stubsAnswer(coredns: string, folder: string): Promise<Result[]> {
  const [zone] = Testing.synth(
    new CoreDnsGlobalZone(Testing.chart(), 'zone', {
      zone: 'mesh.internal',
      records: RECORDS,
      platform: Platform.AKS,
    }).node.scope as Chart,
  );
  const corefile = Object.values<string>(zone.data).join('').replace(/:53/g, ':5301');
  const forms: Array<[string, string[], string[] | undefined]> = [
    ['address and port', ['10.9.0.53:5301'], undefined],
    ['with other upstreams', ['10.9.0.53:5301'], ['10.9.0.9', '10.9.0.9:5353']],
    ['an IPv6 address beside', ['10.9.0.53:5301', 'fd00::9'], undefined],
  ];
  const results: Result[] = [];
  for (const [what, servers, upstreamNameservers] of forms) {
    const stub = new KubeDnsStub(Testing.chart(), 'stub', {
      stubDomains: { 'mesh.internal': servers, 'corp.example': ['10.9.0.9'] },
      upstreamNameservers,
    });
    const [object] = Testing.synth(stub.node.scope as Chart);
    results.push({
      what: `dnsmasq: a stub domain, ${what}`,
      problem: await withServer(coredns, corefile, folder, () =>
        withDnsmasq(dnsmasqArguments(object.data)),
      ),
    });
    const foretold = new Foretold();
    foretold.compare([object, ...serverObjects([5301], corefile)], FORETOLD);
    results.push({
      what: `dnsmasq: what \`mesh reach\` says of a stub domain, ${what}, is what it answers`,
      problem: foretold.problem,
      note: foretold.note,
    });
  }
  return results;
}

async function withDnsmasq(args: string[]): Promise<string | undefined> {
  const server = spawn('dnsmasq', [...args, '--log-facility=-']);
  const output = collect(server);
  try {
    return (await waitFor(() => /started/.test(output())))
      ? await answers('127.0.0.2')
      : `does not start: ${output()}`;
  } finally {
    await end(server);
  }
}
