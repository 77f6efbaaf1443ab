import {
  ALL_OK,
  Authorities,
  BOTH_FAIL,
  chainOf,
  ChainRow,
  clusterCases,
  clusterOptions,
  Departure,
  ISTIOD_FAILS,
  orgCases,
  PEERS_FAIL,
  rootCases,
  rootOptions,
  STRICT_AND_PEERS_FAIL,
  STRICT_FAILS,
  Verdicts,
} from './chain-row';
import { keyFile } from './openssl';

const PAST = ['20200101000000Z', '20210101000000Z'] as const;
const FUTURE = ['20900101000000Z', '20910101000000Z'] as const;

/** Chains as they should be. */
export function soundChains(world: Authorities): ChainRow[] {
  const { openssl, root, org, cluster, deep, otherRoot } = world;
  const oldRoot = openssl.certificate({
    ...rootOptions,
    subject: ['CN = Old Root CA'],
    key: 'other',
    validity: PAST,
  });
  const rsaRoot = openssl.certificate({
    ...rootOptions,
    key: openssl.key('rsa-root', 'RSA', 'rsa_keygen_bits:2048'),
  });
  const rsa = openssl.certificate({
    ...clusterOptions(rsaRoot),
    key: openssl.key('rsa', 'RSA', 'rsa_keygen_bits:2048'),
  });
  const next = openssl.certificate(clusterOptions(otherRoot));
  return [
    chainOf(
      "RSA root and intermediate as by Istio's Makefile (which makes longer keys)",
      [rsa, rsaRoot],
      [rsaRoot],
      ALL_OK,
    ),
    chainOf('P-384 root, P-256 intermediate', [cluster, root], [root], ALL_OK),
    chainOf(
      'intermediate of the organization, root at the end of the chain',
      [deep, org, root],
      [root],
      ALL_OK,
    ),
    chainOf('intermediate of the organization, no root in the chain', [deep, org], [root], ALL_OK),
    chainOf('two roots, signed by the first', [cluster, root], [root, otherRoot], ALL_OK),
    chainOf('two roots, signed by the second', [next, otherRoot], [root, otherRoot], ALL_OK),
    chainOf('two roots, the other one has expired', [cluster, root], [oldRoot, root], ALL_OK),
    ...clusterCases(world, [
      [
        'extended key usage for servers and clients',
        { extensions: ['extendedKeyUsage = serverAuth, clientAuth'] },
        ALL_OK,
      ],
      [
        'SHA-384 and a long serial number',
        { digest: 'sha384', serial: `0x7f${'5a'.repeat(19)}` },
        ALL_OK,
      ],
    ]),
    ...rootCases(world, [
      ['names in UTF-8', { subject: ['O = Müller & Söhne', 'CN = Root CA Zürich'] }, ALL_OK],
      ['names in PrintableString', { stringMask: 'nombstr' }, ALL_OK],
      ['dates after 2049', { validity: ['20260101000000Z', '20600101000000Z'] }, ALL_OK],
      [
        'name constraints that permit istiod',
        { extensions: ['nameConstraints = critical, permitted;DNS:istio-system.svc'] },
        ALL_OK,
      ],
    ]),
  ];
}

/** Chains of which one certificate is not as it should be. */
export function badCertificates(world: Authorities): ChainRow[] {
  const constraints = (names: string) => ({ extensions: [`nameConstraints = critical, ${names}`] });
  const noCa = { basicConstraints: 'critical, CA:false' };
  const noneBelow = { basicConstraints: 'critical, CA:true, pathlen:0' };
  const clients = { extensions: ['extendedKeyUsage = clientAuth'] };
  return [
    ...clusterCases(world, badClusters(world)),
    ...rootCases(world, [
      ['expired root', { validity: PAST }, BOTH_FAIL, 'expired'],
      ['root with cA:false', noCa, BOTH_FAIL, 'not a CA'],
      [
        'root whose key usage lacks keyCertSign',
        { keyUsage: 'critical, digitalSignature' },
        BOTH_FAIL,
        'may not sign certificates',
      ],
      ['root allows no intermediate', noneBelow, PEERS_FAIL, 'path length'],
      [
        'name constraints that permit other names only',
        constraints('permitted;DNS:example.com'),
        BOTH_FAIL,
        'name constraints',
      ],
      [
        'name constraints for URIs, which ztunnel refuses',
        constraints('permitted;URI:cluster.local'),
        ALL_OK,
        'URI name constraint',
      ],
      ['root with an RSA key of 1024 bits', { key: 'rsa-1024' }, ALL_OK, 'weak key'],
    ]),
    ...orgCases(world, [
      ['expired intermediate of the organization', { validity: PAST }, BOTH_FAIL, 'expired'],
      ['intermediate of the organization with cA:false', noCa, BOTH_FAIL, 'not a CA'],
      [
        'intermediate of the organization for TLS clients only',
        clients,
        ISTIOD_FAILS,
        'extended key usage',
      ],
      ['intermediate of the organization allows none below', noneBelow, PEERS_FAIL, 'path length'],
      [
        'name constraints that exclude istiod',
        constraints('excluded;DNS:svc'),
        BOTH_FAIL,
        'name constraints',
      ],
    ]),
    longChain(
      world,
      'root allows one intermediate and there are two',
      'critical, CA:true, pathlen:1',
      PEERS_FAIL,
    ),
    longChain(
      world,
      'root allows no intermediate and there are two',
      'critical, CA:true, pathlen:0',
      BOTH_FAIL,
    ),
    versionOne(world),
  ];
}

function badClusters({ openssl }: Authorities): Departure[] {
  openssl.key('rsa-1024', 'RSA', 'rsa_keygen_bits:1024');
  const anotherKey = `2.5.29.35 = DER:30168014${'00'.repeat(20)}`;
  return [
    ['expired intermediate', { validity: PAST }, BOTH_FAIL, 'expired'],
    ['intermediate not yet valid', { validity: FUTURE }, BOTH_FAIL, 'not yet valid'],
    ['intermediate outlives the root', { days: 7300 }, ALL_OK, 'outlives its issuer'],
    [
      'intermediate with cA:false',
      { basicConstraints: 'critical, CA:false' },
      BOTH_FAIL,
      'not a CA',
    ],
    ['intermediate without basic constraints', { basicConstraints: null }, BOTH_FAIL, 'not a CA'],
    [
      'intermediate whose key usage lacks keyCertSign',
      { keyUsage: 'critical, digitalSignature' },
      STRICT_AND_PEERS_FAIL,
      'may not sign certificates',
    ],
    [
      'intermediate for TLS clients only',
      { extensions: ['extendedKeyUsage = clientAuth'] },
      ISTIOD_FAILS,
      'extended key usage',
    ],
    [
      'intermediate for TLS servers only',
      { extensions: ['extendedKeyUsage = serverAuth'] },
      PEERS_FAIL,
      'extended key usage',
    ],
    [
      'intermediate for any purpose, which OpenSSL does not take for TLS',
      { extensions: ['extendedKeyUsage = anyExtendedKeyUsage'] },
      PEERS_FAIL,
      'extended key usage',
    ],
    [
      'unknown critical extension',
      { extensions: ['1.3.6.1.4.1.99999.1 = critical, DER:0500'] },
      BOTH_FAIL,
      'unknown critical extension',
    ],
    [
      'authority key identifier of another key',
      { extensions: [anotherKey] },
      STRICT_AND_PEERS_FAIL,
      'authority key identifier',
    ],
    [
      'no authority key identifier',
      { extensions: ['authorityKeyIdentifier = none'] },
      STRICT_FAILS,
      'no authority key identifier',
    ],
    ['negative serial number', { serial: '-5' }, ISTIOD_FAILS, 'serial number'],
    ['serial number zero', { serial: '0' }, ALL_OK, 'serial number'],
    ['serial number of 25 bytes', { serial: `0x${'5a'.repeat(25)}` }, ALL_OK, 'serial number'],
    ['no subject', { subject: [] }, STRICT_AND_PEERS_FAIL, 'no subject'],
    [
      'intermediate bears the name of the root',
      { subject: rootOptions.subject },
      ALL_OK,
      'subject of another certificate',
    ],
    ['RSA key of 1024 bits', { key: 'rsa-1024' }, ALL_OK, 'weak key'],
    ['SHA-1 signature', { digest: 'sha1' }, ISTIOD_FAILS, 'weak signature'],
    ['Ed25519 key', { key: openssl.key('ed25519', 'ED25519') }, ALL_OK, 'kind of key'],
    ['key on P-521', { key: openssl.key('p521', 'P-521') }, ALL_OK, 'kind of key'],
    [
      'key on secp256k1',
      { key: openssl.key('secp256k1', 'secp256k1') },
      ISTIOD_FAILS,
      'kind of key',
    ],
    [
      'RSA key for PSS only',
      { key: openssl.key('pss', 'RSA-PSS', 'rsa_keygen_bits:2048') },
      ISTIOD_FAILS,
      'kind of key',
    ],
  ];
}

function longChain(
  { openssl }: Authorities,
  name: string,
  basicConstraints: string,
  verdicts: Verdicts,
): ChainRow {
  const root = openssl.certificate({ ...rootOptions, basicConstraints });
  const org = openssl.certificate({
    ...rootOptions,
    subject: ['CN = Organization CA'],
    key: 'org',
    issuer: root,
    basicConstraints: 'critical, CA:true',
  });
  return chainOf(
    name,
    [openssl.certificate(clusterOptions(org)), org, root],
    [root],
    verdicts,
    'path length',
  );
}

/** Without extensions, as `openssl x509 -req -signkey` makes it when it is told none. */
function versionOne({ openssl }: Authorities): ChainRow {
  openssl.run(
    'req',
    '-new',
    '-subj',
    '/O=Istio/CN=Root CA',
    '-key',
    keyFile('root'),
    '-out',
    'v1.csr',
  );
  openssl.run(
    'x509',
    '-req',
    '-days',
    '3650',
    '-signkey',
    keyFile('root'),
    '-in',
    'v1.csr',
    '-out',
    'v1.pem',
  );
  const root = { pem: openssl.read('v1.pem'), file: 'v1.pem', options: rootOptions };
  const cluster = openssl.certificate({
    ...clusterOptions(root),
    extensions: ['authorityKeyIdentifier = none'],
  });
  return chainOf('root of X.509 version 1', [cluster, root], [root], STRICT_FAILS, 'not a CA');
}
