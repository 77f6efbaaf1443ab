import { spawnSync } from 'child_process';
import * as path from 'path';
import { Answer, Oracle } from './oracle';
import { ChainCase, makeChains } from '../../test/x509/chains';
import { Result } from '../results';

/**
 * istiod's loader, and the peers of its workloads, say of every chain of the corpus what the corpus
 * says that they say.
 */
export function chainsAgree(oracle: Oracle, folder: string): Result[] {
  const cases = makeChains(folder);
  const answers = oracle.ask(cases.map(({ directory }) => ({ cacerts: directory })));
  return cases.map((chain, i) => judge(chain, answers[i]));
}

function judge({ name, directory, istiod, peers, expected }: ChainCase, answer: Answer): Result {
  const starts = answer.error === '';
  const against = starts ? (answer.peers ?? opensslPeers(directory)) : undefined;
  const found = starts
    ? `istiod starts, ${against === undefined ? 'peers agree' : 'no peer agrees'}`
    : 'istiod does not start';
  const right = istiod === verdict(starts) && (!starts || peers === verdict(against === undefined));
  return {
    what: expected === undefined ? name : `${name} (${expected})`,
    problem: right ? undefined : `${found}: ${answer.error || against}`,
    note: found,
  };
}

const verdict = (holds: boolean) => (holds ? 'ok' : 'fails');

/**
 * Envoy's verifier descends from OpenSSL's; it too takes an intermediate as an anchor, and wants
 * certificates that fit a server and a client.
 */
function opensslPeers(directory: string): string | undefined {
  const workload = path.join(directory, 'workload.pem');
  const anchors = [
    '-partial_chain',
    '-no-CApath',
    '-no-CAstore',
    '-CAfile',
    path.join(directory, 'root-cert.pem'),
  ];
  const outputs = ['sslserver', 'sslclient'].map(purpose =>
    spawnSync(
      'openssl',
      ['verify', ...anchors, '-purpose', purpose, '-untrusted', workload, workload],
      { encoding: 'utf8' },
    ),
  );
  return outputs.find(({ status }) => status !== 0)?.stderr;
}
