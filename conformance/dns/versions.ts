import { unsupported, withServer } from './servers';
import { coreDnsVersion } from '../../src/corefile/version';
import { Problems } from '../../src/problems/problems';
import { forwardText, mergeBlocks } from '../../test/corefile/mesh-zone';
import { Result } from '../results';

const inForward = (option: string) => `forward . 127.0.0.9 {\n${option}\n}`;
const inCache = (option: string) => `cache {\n${option}\n}`;
const inKubernetes = (option: string) =>
  `kubernetes cluster.local {\nendpoint http://127.0.0.1:9\n${option}\n}`;

/** One line for each rule of the lint. */
const PLUGINS = [
  'proxy . 127.0.0.9',
  'forward . 127.0.0.9',
  'reload',
  'loop',
  'ready',
  `${inKubernetes('pods insecure')}\nfederation cluster.local {\nprod prod.example\n}`,
  'forward a.example 127.0.0.9\nforward b.example 127.0.0.9',
  ...['upstream', 'resyncperiod 5m', 'transfer to *'].map(inKubernetes),
  ...[
    'max_concurrent 9',
    'next NXDOMAIN',
    'failfast_all_unhealthy_upstreams',
    'max_age 60s',
    'source_address 127.0.0.1',
  ].map(inForward),
  ...['serve_stale', 'disable success example', 'servfail 5s', 'keepttl'].map(inCache),
];

/** CoreDNS starts exactly with what the lint lets pass. */
export async function lintAgrees(binary: string, version: string, folder: string): Promise<Result> {
  const number = coreDnsVersion(version, new Problems())!;
  const wrong: string[] = [];
  for (const lines of PLUGINS) {
    const corefile = `.:1053 {\n${lines}\n}\n`;
    const answer = await withServer(binary, corefile, folder, async () => undefined);
    if ((answer === undefined) !== (unsupported(corefile, number).length === 0)) {
      wrong.push(`${JSON.stringify(lines)}: ${answer ?? 'starts'}`);
    }
  }
  return {
    what: `CoreDNS ${version}: starts with what the lint lets pass, of ${PLUGINS.length} plugins and options`,
    problem: wrong.join('; ') || undefined,
  };
}

const ZONE = 'mesh.internal';
const SAME = [
  ZONE,
  `${ZONE}:53`,
  `${ZONE}.`,
  `${ZONE}.:53`,
  `${ZONE}:053`,
  `dns://${ZONE}`,
  `"${ZONE}:53"`,
  `${ZONE},`,
];
const OTHERS = [
  'mesh',
  `not${ZONE}`,
  `${ZONE}.corp`,
  `${ZONE}:5353`,
  '.',
  'dns://.:53',
  '10.0.0.0/24',
  '10.0.0.0/27:53',
  '2001:db8::/32',
  `x.${ZONE}:1053`,
  `tls://${ZONE}`,
  `grpc://${ZONE}:1053`,
];

/**
 * Two server blocks for one zone stop CoreDNS: exactly where we say that a block is the zone's, and
 * replace it.
 */
export async function zonesAgree(binary: string, version: string, folder: string): Promise<Result> {
  const block = forwardText(ZONE, '127.0.0.9');
  const wrong: string[] = [];
  for (const key of [...SAME, ...OTHERS]) {
    const present = `${key.endsWith(',') ? `${key}\nalso.example` : key} {\n    errors\n}\n`;
    const answer = await withServer(binary, `${present}${block}`, folder, async () => undefined);
    const isDouble = /already defined|overlap/.test(answer ?? '');
    const merged = mergeBlocks(present, ZONE, block, new Problems());
    const isOurs = merged === undefined || merged === block;
    if (isDouble !== isOurs || (answer !== undefined && !isDouble)) {
      wrong.push(`${key}: ${answer ?? 'starts'}`);
    }
  }
  return {
    what: `CoreDNS ${version}: tells ${SAME.length + OTHERS.length} names of server blocks from the zone as we do`,
    problem: wrong.join('; ') || undefined,
  };
}
