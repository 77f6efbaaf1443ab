import { randomBytes } from 'crypto';
import { decrypts, Oracle, Row } from './oracle';
import { SealingScope, sealValue } from '../../src/ca/sealing/sealed-secret';
import { Result } from '../results';

const NAME = { namespace: 'istio-system', name: 'cacerts' };
const SCOPES: readonly SealingScope[] = ['strict', 'namespace-wide', 'cluster-wide'];
/** What the controller reads the scope from. */
const annotations = (scope: SealingScope) =>
  scope === 'strict' ? {} : { [`sealedsecrets.bitnami.com/${scope}`]: 'true' };
const PUBLIC = {
  'root-cert.pem': '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
};

/** The controller unseals what we seal, in every scope and in no other. */
export function sealedSecretsAgree(oracle: Oracle): Result[] {
  return [2048, 4096].flatMap(bits => {
    const made = Buffer.from(oracle.ask([{ sealingKey: bits }])[0].plain!, 'base64').toString();
    const [key, certificate] = made.split(/(?=-----BEGIN CERTIFICATE-----)/);
    return decrypts(
      oracle,
      SCOPES.flatMap(scope =>
        rows(`SealedSecret, ${bits} bits, ${scope}`, scope, key, certificate),
      ),
    );
  });
}

function rows(what: string, scope: SealingScope, key: string, certificate: string): Row[] {
  const secret = randomBytes(3200);
  const value = sealValue(secret, certificate, { ...NAME, scope });
  const object = (encrypted: string, metadata: object) => ({
    apiVersion: 'bitnami.com/v1alpha1',
    kind: 'SealedSecret',
    metadata: { ...NAME, ...metadata },
    spec: {
      encryptedData: { 'ca-key.pem': encrypted },
      template: { metadata: NAME, type: 'Opaque', data: PUBLIC },
    },
  });
  const ask = (encrypted: string, metadata: object) => ({
    sealed: { object: object(encrypted, metadata), key },
  });
  const base64 = (bytes: Buffer | string) => Buffer.from(bytes).toString('base64');
  const data = { 'ca-key.pem': base64(secret), 'root-cert.pem': base64(PUBLIC['root-cert.pem']) };
  const own = { annotations: annotations(scope) };
  const opened = { plain: Buffer.from(JSON.stringify(data)) };
  const refused = { refusal: /no key could decrypt secret/ };
  const bytes = Buffer.from(value, 'base64');
  bytes[bytes.length - 1] ^= 1;
  return [
    { what, question: ask(value, own), ...opened },
    {
      what: `${what}: another name`,
      question: ask(value, { ...own, name: 'other' }),
      ...(scope === 'strict' ? refused : opened),
    },
    {
      what: `${what}: another namespace`,
      question: ask(value, { ...own, namespace: 'other' }),
      ...(scope === 'cluster-wide' ? opened : refused),
    },
    ...SCOPES.filter(other => other !== scope).map(other => ({
      what: `${what}: as ${other}`,
      question: ask(value, { annotations: annotations(other) }),
      ...refused,
    })),
    { what: `${what}: a changed value`, question: ask(bytes.toString('base64'), own), ...refused },
  ];
}
