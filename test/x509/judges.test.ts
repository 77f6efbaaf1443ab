import { readFileSync } from 'fs';
import * as path from 'path';
import { differences, STRICTER, Verdict, Verdicts } from './judges/differences';
import { checkCertificates } from '../../src/model/trust/check-certificates';
import { Problems } from '../../src/problems/problems';
import { pem } from '../../src/x509/pem';

const folder = path.join(__dirname, 'judges');
const read = (file: string) => readFileSync(path.join(folder, file), 'utf8');
const { at, verdicts, certificates }: Verdicts = JSON.parse(read('verdicts.json'));

/** Go's crypto/x509 and OpenSSL were asked the same, see `judges/run`. */
const acceptedByBoth = ({ go, openssl }: Verdict) => go === 'ok' && openssl === 'ok';

const certificate = (i: number) => pem('CERTIFICATE', Buffer.from(certificates[i], 'base64'));

function errorsOf({ caCert, org, root }: Verdict): string[] {
  const problems = new Problems();
  checkCertificates(
    {
      caCert: certificate(caCert),
      certChain: [caCert, org, root].map(certificate).join(''),
      rootCert: certificate(root),
    },
    new Date(at),
    problems,
    { host: 'istiod.istio-system.svc', trustDomain: 'cluster.local' },
  );
  return problems.errors.map(({ code, message }) => `${code} ${message}`);
}

test('a chain that Go or OpenSSL refuses is refused', () => {
  const passed = verdicts
    .filter(verdict => !acceptedByBoth(verdict) && errorsOf(verdict).length === 0)
    .map(({ name, go, openssl }) => ({ name, go, openssl }));
  expect(passed).toEqual([]);
});

test('a chain that both accept is accepted, but for the reasons that are listed', () => {
  const refused = verdicts
    .filter(acceptedByBoth)
    .filter(({ name }) => !STRICTER.some(({ names }) => names.test(name)))
    .flatMap(verdict => errorsOf(verdict).map(error => `${verdict.name}: ${error}`));
  expect(refused).toEqual([]);
});

test('there are chains of all kinds', () => {
  expect(verdicts.length).toBeGreaterThan(350);
  expect(verdicts.filter(acceptedByBoth).length).toBeGreaterThan(100);
  expect(verdicts.filter(verdict => !acceptedByBoth(verdict)).length).toBeGreaterThan(100);
});

test('DIFFERENCES.md lists where the two differ', () => {
  expect(read('DIFFERENCES.md')).toBe(differences(verdicts));
});
