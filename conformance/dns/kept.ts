import { spawn } from 'child_process';
import { Resolver } from 'dns/promises';
import { mkdirSync, mkdtempSync, writeFileSync } from 'fs';
import * as path from 'path';
import { Chart, Testing } from 'cdk8s';
import { parse, parseAllDocuments } from 'yaml';
import { Foretold, serverObjects } from './foretold';
import { FORMS, MESH, NAMES, Present, presents, UPSTREAMS } from './generated';
import { collect, end, waitFor } from './servers';
import { ClusterFile, CoreDnsGlobalZone, KubeDnsStub, Platform } from '../../src';
import { MeshError } from '../../src/problems/mesh-error';
import { Result } from '../results';

const SUFFIX = 'mesh.internal';
const CART = `cart.shop.${SUFFIX}`;
const RECORDS = { [CART]: ['240.0.0.1'] };

/** A running server of DNS, by its command and the files in its folder. */
interface Server {
  readonly command: readonly string[];
  readonly files: { readonly [path: string]: string };
  readonly address: string;
  readonly isUp: RegExp;
}

/**
 * After every change of ours each name that resolved before still does, over settings that are made
 * up: what was there is run and asked, then what we write.
 */
export async function namesStay(
  coredns: string,
  version: string,
  meshServer: string,
  folder: string,
  count: number,
): Promise<Result[]> {
  const results: Result[] = [];
  const foretold = new Foretold();
  const upstreams = [...UPSTREAMS, MESH].map(
    ({ port, answer }) =>
      `.:${port} {\n    template IN A . {\n        answer "{{ .Name }} 5 IN A ${answer}"\n    }\n}\n`,
  );
  const upstream = corednsServer(meshServer, { Corefile: upstreams.join('') }, '127.0.0.1:5311');
  await withRunning(upstream, folder, async () => {
    for (const platform of Object.keys(FORMS)) {
      const wrong: string[] = [];
      let addresses = 0;
      for (const present of presents(platform, count)) {
        const { problem, resolved } = await compared(coredns, present, folder, foretold);
        addresses += resolved;
        if (problem !== undefined) {
          wrong.push(`${problem}, with ${JSON.stringify(present)}`);
        }
      }
      results.push({
        what: `CoreDNS ${version}: ${platform}, ${count} made-up settings: each of ${NAMES.length} names resolves as before, and those of the mesh do`,
        problem: wrong.length > 0 ? `${wrong.length}, e.g. ${wrong[0]}` : undefined,
        note: `${addresses} of ${count * NAMES.length} answers were addresses, and are the same`,
      });
    }
    return undefined;
  });
  results.push({
    what: `CoreDNS ${version}: of all of these, what \`mesh reach\` says that names resolve to is so`,
    problem: foretold.problem,
    note: foretold.note,
  });
  return results;
}

async function compared(
  coredns: string,
  present: Present,
  folder: string,
  foretold: Foretold,
): Promise<{ readonly problem?: string; readonly resolved: number }> {
  const server = SERVERS[present.platform]!;
  const before = await answersOf(server(coredns, objectOf(present.existing)), folder);
  const resolved = NAMES.filter(name => /^[\d.]+$/.test(before.get(name)!)).length;
  foretold.compare(...seen(present.existing, before));
  return { resolved, problem: await differs(coredns, present, before, folder, foretold) };
}

/** The settings of EKS are no object: they are read from the file that holds them. */
function seen(text: string, answers: ReadonlyMap<string, string>): Parameters<Foretold['compare']> {
  const object = objectOf(text);
  const source = { file: 'values.yaml', line: 1 };
  return object.addon
    ? [
        UPSTREAM_OBJECTS,
        answers,
        [{ text: JSON.parse(object.addon.configurationValues).corefile, source }],
      ]
    : [[object, ...UPSTREAM_OBJECTS], answers];
}

/** The servers that are forwarded to, as a cluster would have them. */
const UPSTREAM_OBJECTS = serverObjects(
  [...UPSTREAMS, MESH].map(({ port }) => port),
  [...UPSTREAMS, MESH]
    .map(
      ({ port, answer }) =>
        `.:${port} {\n    hosts {\n        ${answer} ${[...NAMES, CART].join(' ')}\n    }\n}\n`,
    )
    .join(''),
);

async function differs(
  coredns: string,
  present: Present,
  before: ReadonlyMap<string, string>,
  folder: string,
  foretold: Foretold,
): Promise<string | undefined> {
  const server = SERVERS[present.platform]!;
  let after: string;
  try {
    after = written(present);
  } catch (error) {
    return `refused: ${(error as MeshError).message}`;
  }
  const since = await answersOf(server(coredns, objectOf(after)), folder);
  foretold.compare(...seen(after, since));
  const lost = NAMES.find(name => before.get(name) !== since.get(name));
  if (lost !== undefined) {
    return `${lost} was ${before.get(lost)}, and is ${since.get(lost)}`;
  }
  const expected = present.records ? RECORDS[CART][0] : MESH.answer;
  return since.get(CART) === expected ? undefined : `${CART} is ${since.get(CART)}`;
}

/** What we write, as kubectl or aws would print it once it is there. */
function written({ platform, existing, records }: Present): string {
  const chart = Testing.chart();
  if (platform === Platform.GKE) {
    new KubeDnsStub(chart, 'dns', { stubDomains: { [SUFFIX]: [MESH.server] }, existing });
  } else {
    const zone = new CoreDnsGlobalZone(chart, 'dns', {
      zone: SUFFIX,
      platform,
      existing,
      ...(records ? { records: RECORDS } : { forwardTo: MESH.server }),
    });
    const file = zone.node.tryFindChild('file') as ClusterFile | undefined;
    if (file) {
      return JSON.stringify({ addon: { addonName: 'coredns', configurationValues: file.content } });
    }
  }
  const [object] = Testing.synth(chart as Chart);
  return JSON.stringify(object);
}

const objectOf = (text: string) => parseAllDocuments(text)[0].toJS();

async function answersOf(server: Server, folder: string): Promise<Map<string, string>> {
  const answers = new Map<string, string>();
  const problem = await withRunning(server, folder, async () => {
    const resolver = new Resolver({ timeout: 5000, tries: 2 });
    resolver.setServers([server.address]);
    for (const name of [...NAMES, CART]) {
      const answer = await resolver.resolve4(name).then(
        ips => ips.join(),
        error => String(error.code),
      );
      answers.set(name, answer);
    }
    return undefined;
  });
  return problem === undefined ? answers : new Map([...NAMES, CART].map(name => [name, problem]));
}

async function withRunning(
  { command: [program, ...args], files, isUp }: Server,
  folder: string,
  check: () => Promise<undefined>,
): Promise<string | undefined> {
  const cwd = mkdtempSync(path.join(folder, 'kept-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(cwd, name)), { recursive: true });
    writeFileSync(path.join(cwd, name), text);
  }
  const server = spawn(program, args, { cwd });
  const output = collect(server);
  try {
    const hasEnded = new Promise<'ended'>(resolve => server.once('exit', () => resolve('ended')));
    const state = await Promise.race([hasEnded, waitFor(() => isUp.test(output()))]);
    return state === true
      ? await check()
      : `does not start: ${output().trim().split('\n').slice(-1)[0]}`;
  } finally {
    await end(server);
  }
}

function corednsServer(
  coredns: string,
  files: { readonly [path: string]: string },
  address = '127.0.0.1',
): Server {
  return { command: [coredns, '-conf', 'Corefile'], files, address, isUp: /CoreDNS-/ };
}

/** There is no API server here: something else answers for the cluster's own names. */
const OWN_NAMES =
  'template IN A cluster.local {\n        answer "{{ .Name }} 5 IN A 10.96.0.1"\n    }';
const offline = (text: string) =>
  text.replace(/kubernetes cluster\.local[^{]*\{[^}]*\}/, OWN_NAMES);

type Render = (coredns: string, object: any) => Server;

const fromConfigMap: Render = (coredns, { data }) =>
  corednsServer(coredns, { ...data, Corefile: offline(data.Corefile) });

const fromCustom =
  (port: number): Render =>
  (coredns, { data }) =>
    corednsServer(
      coredns,
      {
        ...Object.fromEntries(Object.entries(data).map(([key, text]) => [`custom/${key}`, text])),
        Corefile: `.:${port} {\n    errors\n    ${OWN_NAMES}\n    forward . ${UPSTREAMS[0].server}\n    import custom/*.override\n}\nimport custom/*.server\n`,
      },
      `127.0.0.1:${port}`,
    );

/** Source: helm.coredns.io charts/coredns templates/configmap.yaml. */
const fromChart: Render = (coredns, { spec }) => {
  const values = parse(spec.valuesContent);
  const servers = values.servers ?? [
    {
      zones: [{ zone: '.' }],
      port: 53,
      plugins: [
        { name: 'kubernetes', parameters: 'cluster.local', configBlock: 'x' },
        { name: 'forward', parameters: '. /etc/resolv.conf' },
      ],
    },
  ];
  const blocks = servers.map(({ zones, port, plugins }: any) => {
    const lines = plugins.map(
      ({ name, parameters = '', configBlock }: any) =>
        `    ${name} ${parameters}${configBlock ? ` {\n${configBlock}\n    }` : ''}\n`,
    );
    return `${zones.map(({ zone, scheme = '' }: any) => `${scheme}${zone}:${port}`).join(' ')} {\n${lines.join('')}}\n`;
  });
  // RKE2 has no CoreDNS before 1.6.9, so `ready` is nothing that it could not know
  const text = blocks.join('').replace('. /etc/resolv.conf', `. ${UPSTREAMS[0].server}`);
  return corednsServer(coredns, {
    Corefile: offline(text).replace(/\n {4}(loop|ready|health[^}]*\}|prometheus.*) *(?=\n)/g, ''),
  });
};

/** A list of forwarded zones beside the platform's own block, as the operators write them. */
const fromList =
  (listOf: (spec: any) => ReadonlyArray<readonly [readonly string[], readonly string[]]>): Render =>
  (coredns, { spec }) => {
    const blocks = listOf(spec).map(
      ([zones, servers]) =>
        `${zones.map(zone => `${zone}:53`).join(' ')} {\n    errors\n    forward . ${servers.join(' ')}\n}\n`,
    );
    const own = `.:53 {\n    errors\n    ${OWN_NAMES}\n    forward . ${UPSTREAMS[0].server}\n}\n`;
    return corednsServer(coredns, { Corefile: [...blocks, own].join('') });
  };

/** NodeLocal DNSCache makes server blocks of the stub domains: kubernetes/dns cmd/node-cache. */
const fromStubs: Render = (coredns, { data }) => {
  const stubs = Object.entries<string[]>(JSON.parse(data.stubDomains));
  const blocks = stubs.map(
    ([zone, servers]) =>
      `${zone}:53 {\n    errors\n    cache 30\n    bind 127.0.0.1\n    forward . ${servers.join(' ')}\n}\n`,
  );
  const rest = JSON.parse(data.upstreamNameservers).join(' ');
  const own = `cluster.local:53 {\n    ${OWN_NAMES}\n    bind 127.0.0.1\n}\n.:53 {\n    bind 127.0.0.1\n    forward . ${rest}\n}\n`;
  return corednsServer(coredns, { Corefile: blocks.join('') + own });
};

const SERVERS: { readonly [platform in Platform]?: Render } = {
  [Platform.KUBEADM]: fromConfigMap,
  [Platform.EKS]: (coredns, { addon }) =>
    fromConfigMap(coredns, {
      data: {
        'extra.hosts': '192.0.2.99 static.example.org\n',
        Corefile: JSON.parse(addon.configurationValues).corefile,
      },
    }),
  [Platform.AKS]: fromCustom(53),
  [Platform.GARDENER]: fromCustom(8053),
  [Platform.RKE2]: fromChart,
  [Platform.OPENSHIFT]: fromList(({ servers }) =>
    servers.map(({ zones, forwardPlugin }: any) => [zones, forwardPlugin.upstreams]),
  ),
  [Platform.ACK]: fromList(({ zones }) =>
    zones.map(({ name, forward }: any) => [[name], forward.upstreams]),
  ),
  [Platform.GKE]: fromStubs,
};
