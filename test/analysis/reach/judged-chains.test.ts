import { readFileSync } from 'fs';
import * as path from 'path';
import { accepts, trustOf } from '../../../src/analysis/mesh/trust';
import { objectsOf } from '../../../src/analysis/world/objects';
import { pem } from '../../../src/x509/pem';
import { Verdict, Verdicts } from '../../x509/judges/differences';

const file = path.join(__dirname, '../../x509/judges/verdicts.json');
const { at, verdicts, certificates }: Verdicts = JSON.parse(readFileSync(file, 'utf8'));
const certificate = (i: number) => pem('CERTIFICATE', Buffer.from(certificates[i], 'base64'));

/** A cluster that signs with a chain, and trusts its root, as a manifest shows it. */
function trust({ caCert, org, root }: Verdict) {
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'cacerts', namespace: 'istio-system' },
    stringData: {
      'ca-cert.pem': certificate(caCert),
      'cert-chain.pem': [caCert, org, root].map(certificate).join(''),
      'root-cert.pem': certificate(root),
    },
  };
  return trustOf(objectsOf(secret, { file: 'cacerts.yaml', line: 1 }, () => 1).manifests);
}

/** Go's crypto/x509 and OpenSSL were asked the same, see test/x509/judges/run. */
const judged = verdicts.map(verdict => ({ ...verdict, ours: verdictOf(verdict, new Date(at)) }));

/** As a server's and as a client's, as the judges were asked. */
function verdictOf(verdict: Verdict, day?: Date): string {
  const own = trust(verdict);
  const all = (['server', 'client'] as const).map(as => accepts(own, own, { as, day }).is);
  return ['no', 'unclear', 'open'].find(is => all.some(one => one === is)) ?? 'yes';
}

const isTaken = ({ go, openssl }: Verdict) => go === 'ok' && openssl === 'ok';
const names = (all: readonly Verdict[]) => all.map(({ name, go, openssl }) => [name, go, openssl]);

test('what Go or OpenSSL refuses is never taken', () => {
  expect(names(judged.filter(one => one.ours === 'yes' && !isTaken(one)))).toEqual([]);
});

test('what both take is never refused', () => {
  expect(names(judged.filter(one => one.ours === 'no' && isTaken(one)))).toEqual([]);
});

test('there are chains of each verdict', () => {
  for (const verdict of ['yes', 'no', 'unclear']) {
    expect(judged.filter(({ ours }) => ours === verdict).length).toBeGreaterThan(9);
  }
});

test('without a day, none is looked at', () => {
  const ended = judged.filter(({ go }) => /expired or is not yet valid/.test(go));
  expect(ended.length).toBeGreaterThan(3);
  expect(ended.map(one => [one.ours, verdictOf(one)])).toEqual(ended.map(() => ['no', 'yes']));
});
