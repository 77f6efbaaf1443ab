import { Judged } from '../analysis/reach/matrix';
import { Mesh } from '../analysis/reach/mesh';
import { RUN_MINOR } from '../analysis/reach/run-minor';
import { Answer, answers, ends, Finding, firstBroken, Way } from '../analysis/reach/verdict';
import { sourceText } from '../analysis/world/manifest';
import { inFormat, OutputFormat } from '../values/output-format';

/** @internal */
export type Format = OutputFormat | 'csv';

/** One call. @internal */
export function printCall(format: Format, mesh: Mesh, judged: Judged, explains: boolean): string {
  return format === 'csv'
    ? `${CSV_HEAD}${csvLine(mesh, judged)}`
    : inFormat(
        format,
        () => callText(mesh, judged, explains),
        () => record(mesh, judged, true),
      );
}

function callText(mesh: Mesh, judged: Judged, explains: boolean): string {
  const { way } = judged;
  const lines = [`${way.verdict}: ${callerText(judged)} → ${judged.host}:${judged.port}${by(way)}`];
  const broken = firstBroken(way);
  if (explains) {
    ends(way).forEach((end, i, list) => {
      lines.push(
        '',
        ...(list.length > 1 ? [`way ${i + 1} of ${list.length}: ${end.verdict}`] : []),
      );
      lines.push(...end.findings.map(findingText));
    });
  } else if (broken) {
    lines.push(findingText(broken));
  }
  if (broken?.remedy !== undefined) {
    lines.push(`→ ${broken.remedy}`);
  }
  lines.push(...notRun(mesh, way).map(text => `(${text})`));
  return `${lines.join('\n')}\n`;
}

/** Prints calls one by one. @internal */
export interface MatrixPrinter {
  /** @param was before something was taken away */
  line(judged: Judged, was?: Judged): string;
  end(): string;
}

/** @internal */
export function matrixPrinter(format: Format, explains: boolean, mesh: Mesh): MatrixPrinter {
  const formats: { readonly [format in Format]: () => MatrixPrinter } = {
    text: () => tablePrinter(explains, mesh),
    json: () => jsonPrinter(explains, mesh),
    yaml: () => yamlPrinter(explains, mesh),
    csv: () => csvPrinter(mesh),
  };
  return formats[format]();
}

function tablePrinter(explains: boolean, mesh: Mesh): MatrixPrinter {
  const counts = new Map<string, number>();
  const versions = new Set<string>();
  return {
    line(judged, was) {
      const { way } = judged;
      const key = was ? `${was.way.verdict} → ${way.verdict}` : way.verdict;
      counts.set(key, (counts.get(key) ?? 0) + 1);
      notRun(mesh, way).forEach(text => versions.add(`(${text})\n`));
      const broken = firstBroken(way);
      const call = `${callerText(judged)} → ${judged.host}:${judged.port}`;
      const why = broken ? `  ${findingText(broken).trim()}` : by(way);
      const steps = explains ? ends(way).flatMap(end => end.findings.map(findingText)) : [];
      return [`${key.padEnd(was ? 17 : 8)}${call}${why}`, ...steps, ''].join('\n');
    },
    end() {
      const parts = [...counts].map(([verdict, count]) => `${count} ${verdict}`);
      const sum = parts.length === 0 ? 'nothing changes' : parts.join(', ');
      return [`${sum}\n`, ...versions].join('');
    },
  };
}

function jsonPrinter(explains: boolean, mesh: Mesh): MatrixPrinter {
  let isFirst = true;
  return {
    line(judged, was) {
      const start = isFirst ? '[\n' : ',\n';
      isFirst = false;
      return `${start}  ${JSON.stringify(record(mesh, judged, explains, was))}`;
    },
    end: () => (isFirst ? '[]\n' : '\n]\n'),
  };
}

function yamlPrinter(explains: boolean, mesh: Mesh): MatrixPrinter {
  let isFirst = true;
  return {
    line(judged, was) {
      isFirst = false;
      return inFormat('yaml', String, () => [record(mesh, judged, explains, was)]);
    },
    end: () => (isFirst ? '[]\n' : ''),
  };
}

function csvPrinter(mesh: Mesh): MatrixPrinter {
  let isFirst = true;
  return {
    line(judged, was) {
      const start = isFirst ? CSV_HEAD : '';
      isFirst = false;
      return start + csvLine(mesh, judged, was);
    },
    end: () => (isFirst ? CSV_HEAD : ''),
  };
}

const CSV_HEAD =
  'cluster,namespace,serviceAccount,host,port,verdict,was,answeredBy,hop,why,file,line,notRun\n';

function csvLine(mesh: Mesh, judged: Judged, was?: Judged): string {
  const { cluster, namespace, serviceAccount, host, port, way } = judged;
  const { hop, text, source }: Partial<Finding> = firstBroken(way) ?? {};
  const cells = [
    cluster,
    namespace,
    serviceAccount,
    host,
    port,
    way.verdict,
    was?.way.verdict,
    answers(way).map(answerText).join(' '),
    hop,
    text,
    source?.file,
    source?.line,
    notRun(mesh, way).join(', '),
  ];
  return `${cells.map(cell).join(',')}\n`;
}

/** Quoted where it has to be (RFC 4180); a formula is none for a spreadsheet. */
function cell(value: string | number | undefined): string {
  const text = String(value ?? '').replace(/^(?=[=+@-])/, "'");
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

function record(mesh: Mesh, { way, ...call }: Judged, explains: boolean, was?: Judged): object {
  const broken = firstBroken(way);
  return {
    ...call,
    verdict: way.verdict,
    answeredBy: answers(way),
    firstBroken: broken,
    ways: explains ? ends(way).map(({ verdict, findings }) => ({ verdict, findings })) : undefined,
    notRun: notRun(mesh, way),
    was: was?.way.verdict,
  };
}

/** Versions of Istio that no verdict was held against. */
function notRun(mesh: Mesh, way: Way): string[] {
  const seen = new Set(ends(way).flatMap(({ findings }) => findings.map(one => one.cluster)));
  const versions = [...seen].flatMap(name => {
    const cluster = mesh.clusters.get(name);
    const minor = cluster && mesh.istioMinor(cluster);
    return minor === undefined || minor === RUN_MINOR ? [] : [minor];
  });
  return [...new Set(versions)].map(minor => `Istio 1.${minor}: version not run`);
}

const callerText = ({ cluster, namespace, serviceAccount }: Judged): string =>
  `${cluster}/${namespace}/${serviceAccount}`;

const answerText = ({ cluster, namespace, serviceAccount, port }: Answer): string =>
  `${cluster}/${namespace}/${serviceAccount}:${port}`;

function by(way: Way): string {
  const all = answers(way).map(answerText);
  return all.length === 0 ? '' : `, answered by ${all.join(', ')}`;
}

function findingText({ hop, cluster, text, source }: Finding): string {
  return `  ${hop} (${cluster}): ${text}${source ? `  ${sourceText(source)}` : ''}`;
}
