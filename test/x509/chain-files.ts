import {
  ALL_OK,
  Authorities,
  BOTH_FAIL,
  chainOf,
  ChainRow,
  clusterOptions,
  ISTIOD_FAILS,
  PEERS_FAIL,
  pem,
  rootOptions,
  STRICT_FAILS,
  Verdicts,
} from './chain-row';
import { keyFile } from './openssl';

type Edit = (text: string) => string;
type Edits = { readonly [file in keyof ChainRow['files']]?: Edit };
type EditedFiles = readonly [name: string, edits: Edits, verdicts: Verdicts, expected?: string];

/** Sound chains whose files are written in another way. */
export function soundFiles(world: Authorities): ChainRow[] {
  const all = (edit: Edit): Edits => ({ caCert: edit, certChain: edit, rootCert: edit });
  return edited(world, [
    ['lines that end in CRLF', all(text => text.replace(/\n/g, '\r\n')), ALL_OK],
    [
      'words around the PEM blocks',
      { certChain: text => text.replace(/^(?=-----BEGIN)/gm, 'the next one:\n') },
      ALL_OK,
    ],
    ['no newline at the end', all(text => text.trimEnd()), ALL_OK],
  ]);
}

/** Sound certificates in files that do not fit together, or cannot be read. */
export function badFiles(world: Authorities): ChainRow[] {
  const privateKey = world.openssl.read(keyFile('cluster'));
  const garbage = (text: string) => text.replace(/\n[A-Za-z0-9+/]/, '\n*');
  const joined = (text: string) =>
    text.replace('-----END CERTIFICATE-----\n-----BEGIN', '-----END CERTIFICATE----------BEGIN');
  const longer = (text: string) => encode(Buffer.concat([decode(text), Buffer.from([0])]));
  return [
    ...misfits(world),
    ...edited(world, [
      [
        'private key in cert-chain.pem',
        { certChain: text => text + privateKey },
        ALL_OK,
        'private key',
      ],
      [
        'private key first in cert-chain.pem',
        { certChain: text => privateKey + text },
        ISTIOD_FAILS,
        'private key',
      ],
      [
        'blocks joined without newline in the chain',
        { certChain: joined },
        BOTH_FAIL,
        'unreadable PEM',
      ],
      [
        'blocks joined without newline in the root bundle',
        { rootCert: text => joined(world.otherRoot.pem + text) },
        BOTH_FAIL,
        'unreadable PEM',
      ],
      ['garbage in ca-cert.pem', { caCert: garbage }, BOTH_FAIL, 'unreadable PEM'],
      [
        'base64 cut in ca-cert.pem',
        { caCert: text => text.replace(/.(?=\n-----END)/, '') },
        BOTH_FAIL,
        'unreadable PEM',
      ],
      ['garbage in root-cert.pem', { rootCert: garbage }, BOTH_FAIL, 'unreadable PEM'],
      [
        'indented PEM',
        { rootCert: text => text.replace(/^/gm, '  ') },
        BOTH_FAIL,
        'unreadable PEM',
      ],
      ['byte order mark', { rootCert: text => `\ufeff${text}` }, ISTIOD_FAILS, 'unreadable PEM'],
      [
        'label of old OpenSSL',
        { rootCert: text => text.replace(/ CERTIFICATE/g, ' X509 CERTIFICATE') },
        ISTIOD_FAILS,
        'not a certificate',
      ],
      [
        'halved certificate',
        { caCert: text => encode(decode(text).subarray(0, 200)) },
        BOTH_FAIL,
        'unreadable certificate',
      ],
      ['bytes after the certificate', { caCert: longer }, ISTIOD_FAILS, 'unreadable certificate'],
      [
        'signature with a flipped bit',
        { caCert: flipLastBit, certChain: flipLastBit },
        BOTH_FAIL,
        'signature',
      ],
      ['empty root bundle', { rootCert: () => '' }, BOTH_FAIL, 'no root'],
      ['empty ca-cert.pem', { caCert: () => '' }, BOTH_FAIL, 'no certificate'],
      [
        'empty cert-chain.pem, without the intermediate of the organization',
        { certChain: () => '' },
        BOTH_FAIL,
        'no certificate',
      ],
    ]),
  ];
}

/** The chain through the intermediate of the organization, in files that were edited. */
function edited({ root, org, deep }: Authorities, rows: readonly EditedFiles[]): ChainRow[] {
  const same: Edit = text => text;
  return rows.map(
    ([name, { caCert = same, certChain = same, rootCert = same }, verdicts, expected]) => {
      const row = chainOf(name, [deep, org, root], [root], verdicts, expected);
      return {
        ...row,
        files: {
          caCert: caCert(row.files.caCert),
          certChain: certChain(row.files.certChain),
          rootCert: rootCert(row.files.rootCert),
        },
      };
    },
  );
}

/** Each certificate is sound, but they do not belong together. */
function misfits({ openssl, root, org, cluster, deep, otherRoot }: Authorities): ChainRow[] {
  const below = (issuer: typeof root) => openssl.certificate(clusterOptions(issuer));
  const impostor = openssl.certificate({ ...rootOptions, key: 'other' });
  const printable = openssl.certificate({ ...rootOptions, stringMask: 'nombstr' });
  const capitals = openssl.certificate({ ...rootOptions, subject: ['O = ISTIO', 'CN = ROOT CA'] });
  const selfSigned = openssl.certificate({ ...clusterOptions(root), issuer: undefined });
  const sound = chainOf('', [cluster, root], [root], ALL_OK);
  const expired = openssl.certificate({
    ...clusterOptions(root),
    validity: ['20200101000000Z', '20210101000000Z'],
  });
  const startsWith = (name: string, certChain: string, verdicts: Verdicts): ChainRow => ({
    ...sound,
    name,
    files: { ...sound.files, certChain },
    verdicts,
    expected: 'chain begins with another certificate',
  });
  return [
    chainOf(
      'signed by another root',
      [below(otherRoot), otherRoot],
      [root],
      BOTH_FAIL,
      'no root of the bundle',
    ),
    chainOf(
      'signed by another root of the same name',
      [below(impostor), root],
      [root],
      BOTH_FAIL,
      'signature',
    ),
    chainOf(
      'issuer in another string type',
      [below(printable), root],
      [root],
      ISTIOD_FAILS,
      'issuer is another name',
    ),
    chainOf(
      'issuer in capitals',
      [below(capitals), root],
      [root],
      ISTIOD_FAILS,
      'issuer is another name',
    ),
    chainOf('self-signed intermediate', [selfSigned], [root], BOTH_FAIL, 'no root of the bundle'),
    chainOf('intermediate is the root itself', [root], [root], ALL_OK, 'signs with the root'),
    chainOf(
      'root bundle holds an intermediate',
      [deep, org],
      [org],
      STRICT_FAILS,
      'root is not self-signed',
    ),
    chainOf(
      'chain lacks the intermediate of the organization',
      [deep, root],
      [root],
      BOTH_FAIL,
      'missing issuer',
    ),
    chainOf('chain out of order', [deep, root, org], [root], ALL_OK, 'out of order'),
    chainOf(
      'unrelated certificate in the chain',
      [cluster, root, otherRoot],
      [root],
      ALL_OK,
      'unrelated certificate',
    ),
    chainOf(
      'one certificate twice in the chain',
      [cluster, cluster, root],
      [root],
      ALL_OK,
      'twice',
    ),
    startsWith('chain begins with the root', pem(root, cluster), ALL_OK),
    startsWith('chain is the root alone', pem(root), PEERS_FAIL),
    startsWith(
      'chain begins with an older certificate of the same key',
      pem(below(root), root),
      ALL_OK,
    ),
    startsWith(
      'chain begins with an expired certificate of the same key',
      pem(expired, root),
      ISTIOD_FAILS,
    ),
    startsWith('chain is empty', '', PEERS_FAIL),
    {
      ...sound,
      name: 'ca-cert.pem holds the whole chain',
      files: { ...sound.files, caCert: sound.files.certChain },
      expected: 'more than one certificate',
    },
  ];
}

const decode = (text: string) =>
  Buffer.from(
    text
      .split('\n')
      .slice(1)
      .join('')
      .replace(/-----END.*/, ''),
    'base64',
  );
const encode = (der: Buffer) =>
  `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`;

/** Of the first certificate. */
function flipLastBit(text: string): string {
  const end = text.indexOf('-----END CERTIFICATE-----\n') + '-----END CERTIFICATE-----\n'.length;
  const der = decode(text.slice(0, end));
  der[der.length - 1] ^= 1;
  return encode(der) + text.slice(end);
}
