import { X509Certificate } from 'crypto';
import { KubernetesObject, title } from './schema';

/** What is known of the CAs of a mesh, public and private. */
export interface Authorities {
  /** as in the lock file, oldest first, in PEM */
  readonly roots: readonly string[];
  readonly clusters: { readonly [name: string]: Authority };
}

export interface Authority {
  readonly caCert: string;
  /** in PEM */
  readonly privateKey: string;
}

const PUBLIC = ['ca-cert.pem', 'cert-chain.pem', 'root-cert.pem'];
const KEY = 'ca-key.pem';
const KINDS = ['Secret', 'SealedSecret', 'ExternalSecret', 'Certificate', 'Issuer'];

/**
 * Whether each cluster gets its CA in the way that its description names, and no private key shows
 * that was not asked for by name. It shares no code with the generator.
 */
export function judgeTrust(
  described: any,
  objects: Record<string, readonly KubernetesObject[]>,
  known: Authorities,
): string[] {
  return described.clusters.flatMap((cluster: any) => {
    const own = objects[cluster.name].filter(({ kind }) => KINDS.includes(kind));
    return [
      ...judgeDelivery(cluster, own, known),
      ...judgeFiles(cluster, own, known, described.pki?.checkDate),
      ...leaks(cluster, objects[cluster.name], known),
    ].map(problem => `${cluster.name}: ${problem}`);
  });
}

const EXPECTED: Record<string, (cacerts: any) => string[]> = {
  'existing-secret': () => [],
  'external-secret': () => ['ExternalSecret'],
  'sealed-secret': () => ['SealedSecret'],
  sops: () => ['Secret'],
  'cert-manager': ({ certManager }) => [
    'Certificate',
    ...(certManager.caSecret === undefined ? [] : ['Issuer']),
  ],
  'plaintext-secret': () => ['Secret'],
};

const deliveryOf = ({ cacerts }: any): string => cacerts?.delivery ?? 'existing-secret';

function judgeDelivery(
  cluster: any,
  own: readonly KubernetesObject[],
  { clusters }: Authorities,
): string[] {
  const expected = EXPECTED[deliveryOf(cluster)](cluster.cacerts).sort().join();
  const found = own
    .map(({ kind }) => kind)
    .sort()
    .join();
  const strangers = own.filter(
    ({ kind, metadata }) =>
      metadata.namespace !== 'istio-system' || (kind !== 'Issuer' && metadata.name !== 'cacerts'),
  );
  return [
    ...(expected === found ? [] : [`has ${found || 'nothing'}, not ${expected || 'nothing'}`]),
    ...strangers.map(object => `has ${title(object)}`),
    ...own.flatMap(object => judgeKey(object, cluster, clusters[cluster.name])),
  ];
}

/** The private key is there once, in the form of the delivery; all else is public. */
function judgeKey(object: any, cluster: any, authority: Authority | undefined): string[] {
  const texts: Record<string, (o: any) => [key: unknown, isRight: (key: any) => boolean]> = {
    'sealed-secret': ({ spec }) => [
      spec.encryptedData[KEY],
      key => /^[A-Za-z0-9+/]{40,}=*$/.test(key) && Object.keys(spec.encryptedData).join() === KEY,
    ],
    sops: ({ stringData }) => [stringData[KEY], key => /^ENC\[AES256_GCM,.*\]$/.test(key)],
    'plaintext-secret': ({ data }) => [
      data[KEY],
      key => Buffer.from(key, 'base64').toString() === authority?.privateKey,
    ],
  };
  const delivery = deliveryOf(cluster);
  if (!texts[delivery]) {
    return [];
  }
  const [key, isRight] = texts[delivery](object);
  return typeof key === 'string' && isRight(key) ? [] : [`has no key in the form "${delivery}"`];
}

/** The public files, in plain text, where the delivery carries them. */
function filesOf(object: any): Record<string, string> | undefined {
  const { kind, stringData, data, spec } = object;
  if (kind === 'SealedSecret') {
    return spec.template.data;
  }
  if (kind !== 'Secret') {
    return undefined;
  }
  const decoded = Object.entries<string>(data ?? {}).map(([name, text]) => [
    name,
    Buffer.from(text, 'base64').toString(),
  ]);
  return { ...stringData, ...Object.fromEntries(decoded) };
}

const certificatesIn = (text: string): X509Certificate[] =>
  (text.match(/-----BEGIN CERTIFICATE-----[^]*?-----END CERTIFICATE-----/g) ?? []).map(
    pem => new X509Certificate(pem),
  );

function judgeFiles(
  { name }: any,
  own: readonly KubernetesObject[],
  { roots, clusters }: Authorities,
  checkDate: string | undefined,
): string[] {
  return own.flatMap(object => {
    const files = filesOf(object);
    if (!files) {
      return [];
    }
    const [ca, ...more] = certificatesIn(files['ca-cert.pem'] ?? '');
    const chain = certificatesIn(files['cert-chain.pem'] ?? '');
    const trusted = certificatesIn(files['root-cert.pem'] ?? '');
    const others = Object.keys(files).filter(file => ![...PUBLIC, KEY].includes(file));
    const at = checkDate === undefined ? undefined : new Date(checkDate);
    const isValid = ({ validFrom, validTo }: X509Certificate) =>
      at === undefined || (new Date(validFrom) <= at && at <= new Date(validTo));
    return [
      ...others.map(file => `has a file ${file}`),
      ...(ca && more.length === 0 && files['ca-cert.pem'] === clusters[name]?.caCert
        ? []
        : ['has the certificate of another cluster']),
      ...(ca && chain[0]?.raw.equals(ca.raw) ? [] : ['has a chain that begins elsewhere']),
      ...(files['root-cert.pem'] === roots.join('') ? [] : ['trusts other roots than the mesh']),
      ...(ca && trusted.some(root => ca.verify(root.publicKey))
        ? []
        : ['has a CA under a root that nobody trusts']),
      ...([ca, ...trusted].every(one => one && isValid(one)) ? [] : ['has an ended certificate']),
    ];
  });
}

/** A private key, in any of the usual forms, is nowhere but where it was asked for by name. */
function leaks(
  { name, cacerts }: any,
  objects: readonly KubernetesObject[],
  { clusters }: Authorities,
): string[] {
  const seen = JSON.stringify(
    objects.map(object => {
      const { data, ...rest } = object as any;
      const { [KEY]: asked, ...others } = data ?? {};
      const isAsked =
        deliveryOf({ cacerts }) === 'plaintext-secret' && object.metadata.name === 'cacerts';
      return isAsked ? { ...rest, data: others } : object;
    }),
  );
  return Object.entries(clusters).flatMap(([of, { privateKey }]) =>
    formsOf(privateKey)
      .filter(form => seen.includes(form))
      .map(() => `${name} shows the private key of ${of}`),
  );
}

function formsOf(privateKey: string): string[] {
  const body = privateKey.split('\n').slice(1, -2).join('');
  const line = privateKey.split('\n')[2]; // of the secret itself, not of its algorithm
  const der = Buffer.from(body, 'base64');
  const text = Buffer.from(privateKey);
  return [line, body, der.toString('hex'), text.toString('base64'), text.toString('hex')];
}
