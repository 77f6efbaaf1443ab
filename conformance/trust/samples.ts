import { readFileSync } from 'fs';
import * as path from 'path';
import { issueFor, newRoot } from '../../src/ca/pki/authority';
import { CacertsCertificates } from '../../src/description/cacerts-props';
import { lockedCertificates } from '../../src/description/locks/pki-lock';
import { checkCertificates } from '../../src/model/trust/check-certificates';
import { Problems } from '../../src/problems/problems';
import { Result } from '../results';

/** Name of the signing certificate, of its chain and of its roots, in Istio's sources. */
const SAMPLES: ReadonlyArray<readonly [ca: string, chain: string, roots: string]> = [
  ['samples/certs/ca-cert.pem', 'samples/certs/cert-chain.pem', 'samples/certs/root-cert.pem'],
  [
    'samples/certs/ca-cert-alt.pem',
    'samples/certs/cert-chain-alt.pem',
    'samples/certs/root-cert-alt.pem',
  ],
  [
    'samples/certs/ca-cert-alt-2.pem',
    'samples/certs/cert-chain-alt-2.pem',
    'samples/certs/root-cert-combined-2.pem',
  ],
  [
    'tests/testdata/certs/pilot/ca-cert.pem',
    'tests/testdata/certs/pilot/ca-cert.pem',
    'tests/testdata/certs/pilot/root-cert.pem',
  ],
];

/**
 * The CAs whose private keys lie in Istio's sources are known: each signing certificate, and each
 * root, also beside one that is sound.
 */
export function samplesAreRefused(istio: string): Result[] {
  const sound = soundFiles();
  const read = (file: string) => readFileSync(path.join(istio, file), 'utf8');
  return SAMPLES.flatMap(([ca, chain, roots]) => [
    judge(ca, { caCert: read(ca), certChain: read(chain), rootCert: read(roots) }),
    judge(`${roots} beside another root`, { ...sound, rootCert: sound.rootCert + read(roots) }),
  ]);
}

/** As `mesh ca` makes them. */
function soundFiles(): CacertsCertificates {
  const options = {
    algorithm: 'p-256',
    organization: 'Istio',
    namespace: 'istio-system',
    days: 365,
  } as const;
  const { key, ...root } = newRoot('root-1', options, new Date());
  const empty = { roots: [root], signer: root.id, clusters: {} };
  return lockedCertificates(
    { ...empty, clusters: { east: issueFor('east', empty, key, options, new Date()).cluster } },
    'east',
  )!;
}

function judge(what: string, files: CacertsCertificates): Result {
  const problems = new Problems();
  checkCertificates(files, undefined, problems);
  const codes = problems.errors.map(({ code }) => code);
  return {
    what: `${what} of Istio's sources is refused as a sample`,
    problem: codes.includes('MESH709') ? undefined : `found ${codes.join(', ') || 'nothing'}`,
    note: 'MESH709',
  };
}
