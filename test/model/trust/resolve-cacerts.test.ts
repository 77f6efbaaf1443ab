import { readFileSync } from 'fs';
import * as path from 'path';
import { CacertsDelivery, CacertsProps } from '../../../src';
import { readPkiLock } from '../../../src/description/locks/pki-lock-file';
import { CacertsContext, resolveCacerts } from '../../../src/model/trust/resolve-cacerts';
import { Problems } from '../../../src/problems/problems';
import { pem } from '../../../src/x509/pem';

const JUDGES = path.join(__dirname, '../../x509/judges/verdicts.json');
const { at, verdicts, certificates } = JSON.parse(readFileSync(JUDGES, 'utf8'));

/** A chain whose CA has name constraints, that Go and OpenSSL accept for Istio's usual names. */
function constrained(name: string): CacertsProps {
  const { caCert, org, root } = verdicts.find((one: { name: string }) => one.name === name);
  const text = (i: number) => pem('CERTIFICATE', Buffer.from(certificates[i], 'base64'));
  return {
    certificates: {
      caCert: text(caCert),
      certChain: [caCert, org, root].map(text).join(''),
      rootCert: text(root),
    },
  };
}

function codes(props: CacertsProps, names: Partial<CacertsContext>): string[] {
  const problems = new Problems();
  const context = { namespace: 'istio-system', trustDomain: 'cluster.local', at: new Date(at) };
  resolveCacerts(props, { ...context, ...names }, problems);
  return problems.errors.map(({ code }) => code);
}

test("constraints of DNS names are for istiod, in the cluster's own root namespace", () => {
  const props = constrained('critical permitted DNS:".istio-system.svc"');
  expect(codes(props, {})).toEqual([]);
  expect(codes(props, { namespace: 'istio-root' })).toEqual(['MESH713']);
});

test('constraints of URIs are for workloads, in the trust domain of the cluster', () => {
  const props = constrained('critical permitted URI:"cluster.local"');
  expect(codes(props, {})).toEqual([]);
  expect(codes(props, { trustDomain: 'east' })).toEqual(['MESH713']);
  expect(codes(props, { trustDomain: undefined })).toEqual(['MESH713']);
});

test('what lacks a part, which is reported, is left to a Secret that exists', () => {
  const problems = new Problems();
  const context = { namespace: 'istio-system' };
  const { cacerts } = resolveCacerts({ delivery: CacertsDelivery.SOPS }, context, problems);
  expect(problems.errors).not.toEqual([]);
  expect(cacerts).toEqual({ delivery: CacertsDelivery.EXISTING_SECRET });
});

test('a directory that could not be read is not made up for by the lock', () => {
  const problems = new Problems();
  const file = path.join(__dirname, '../../golden/rotation/locks/0-stable.json');
  const context = { cluster: 'east', namespace: 'istio-system', lock: readPkiLock(file, problems) };
  expect(resolveCacerts({}, context, problems).chain).toBeDefined();
  const { chain } = resolveCacerts({ certificatesDirectory: 'elsewhere' }, context, problems);
  expect(chain).toBeUndefined();
  expect(problems.all).toEqual([]);
});
