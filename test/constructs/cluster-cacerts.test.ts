import { mkdirSync, writeFileSync } from 'fs';
import * as path from 'path';
import { ApiObject, App, Chart, Testing } from 'cdk8s';
import {
  CacertsDelivery,
  ClusterCacerts,
  ClusterCacertsProps,
  MeshApp,
  MulticlusterMesh,
  SealingScope,
} from '../../src';
import { newRoot, issueFor } from '../../src/ca/pki/authority';
import { seal } from '../../src/ca/sealing/seal-key';
import { lockedCertificates, PkiLock } from '../../src/description/locks/pki-lock';
import { writePkiLock } from '../../src/description/locks/pki-lock-file';
import { Problems } from '../../src/problems/problems';
import { readTree, temporaryFolder } from '../golden/golden';

const folder = temporaryFolder();
const NOW = new Date();
const AGE = 'age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj'; // the example of age's own documentation

const options = {
  algorithm: 'p-256',
  organization: 'Istio',
  namespace: 'istio-system',
  days: 365,
} as const;
const { key: rootKey, ...root } = newRoot('root-1', { ...options, days: 3650 }, NOW);
const empty: PkiLock = { roots: [root], signer: 'root-1', clusters: {} };
const east = issueFor('east', empty, rootKey, options, NOW);
const lock: PkiLock = {
  ...empty,
  clusters: {
    east: {
      ...east.cluster,
      sealing: seal(
        east.key,
        { namespace: 'istio-system', sops: { recipients: [AGE] }, areConfirmed: true },
        NOW,
        new Problems(),
      ),
    },
  },
};
const lockFile = path.join(folder, 'pki.lock.json');
writePkiLock(lockFile, lock);
const otherNamespace = path.join(folder, 'other.lock.json');
const sealedElsewhere = {
  namespace: 'elsewhere',
  sealedSecret: { certificate: 'x', scope: 'strict', encryptedKey: 'A'.repeat(400) },
} as const;
writePkiLock(otherNamespace, {
  ...empty,
  clusters: { west: { ...east.cluster, sealing: sealedElsewhere } },
});
const certificates = lockedCertificates(lock, 'east')!;
const privateKey = east.key.export({ type: 'pkcs8', format: 'pem' }).toString();
const publicFiles = {
  'ca-cert.pem': certificates.caCert,
  'cert-chain.pem': certificates.certChain,
  'root-cert.pem': certificates.rootCert,
};

const objects = (props?: ClusterCacertsProps) =>
  Testing.synth(new ClusterCacerts(Testing.chart(), 'cacerts', props).node.scope as Chart);

describe('what is written', () => {
  test('an existing Secret needs only its namespace', () => {
    expect(
      objects().map(({ kind, metadata: { name, labels } }) => ({ kind, name, labels })),
    ).toEqual([
      {
        kind: 'Namespace',
        name: 'istio-system',
        labels: { 'app.kubernetes.io/managed-by': 'cdk8s-istio-multicluster' },
      },
    ]);
    expect(objects({ namespace: 'istio-root', network: 'east' })[0].metadata).toMatchObject({
      name: 'istio-root',
      labels: { 'topology.istio.io/network': 'east' },
    });
  });

  test('a namespace that something else creates is not written', () => {
    expect(objects({ createNamespace: false })).toEqual([]);
  });

  test('an external secret names its four files', () => {
    const [, external] = objects({
      delivery: CacertsDelivery.EXTERNAL_SECRET,
      externalSecret: { store: 'vault', key: 'istio/east' },
    });
    expect(external).toMatchObject({
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: { name: 'cacerts', namespace: 'istio-system' },
      spec: {
        refreshInterval: '1h0m0s',
        secretStoreRef: { kind: 'ClusterSecretStore', name: 'vault' },
        target: { name: 'cacerts', creationPolicy: 'Owner', deletionPolicy: 'Retain' },
        data: ['ca-cert.pem', 'ca-key.pem', 'cert-chain.pem', 'root-cert.pem'].map(file => ({
          secretKey: file,
          remoteRef: { key: 'istio/east', property: file },
        })),
      },
    });
  });

  test.each([
    [undefined, undefined],
    [SealingScope.STRICT, undefined],
    [SealingScope.NAMESPACE_WIDE, { 'sealedsecrets.bitnami.com/namespace-wide': 'true' }],
    [SealingScope.CLUSTER_WIDE, { 'sealedsecrets.bitnami.com/cluster-wide': 'true' }],
  ])('a sealed secret with scope %s: what is public stays readable', (scope, annotations) => {
    const encryptedPrivateKey = Buffer.alloc(600, 7).toString('base64');
    const [, sealed] = objects({
      delivery: CacertsDelivery.SEALED_SECRET,
      certificates,
      sealedSecret: { encryptedPrivateKey, scope },
    });
    const metadata = {
      name: 'cacerts',
      namespace: 'istio-system',
      labels: { 'app.kubernetes.io/managed-by': 'cdk8s-istio-multicluster' },
      ...(annotations ? { annotations } : {}),
    };
    expect(sealed).toEqual({
      apiVersion: 'bitnami.com/v1alpha1',
      kind: 'SealedSecret',
      metadata,
      spec: {
        encryptedData: { 'ca-key.pem': encryptedPrivateKey },
        template: { metadata, type: 'Opaque', data: publicFiles },
      },
    });
  });

  test('SOPS: the encrypted key and its metadata from the lock file', () => {
    const [, secret] = objects({ delivery: CacertsDelivery.SOPS, lockFile, cluster: 'east' });
    const { encryptedKey, metadata } = lock.clusters.east.sealing!.sops!;
    expect(secret).toEqual({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        name: 'cacerts',
        namespace: 'istio-system',
        labels: { 'app.kubernetes.io/managed-by': 'cdk8s-istio-multicluster' },
      },
      type: 'Opaque',
      stringData: { ...publicFiles, 'ca-key.pem': encryptedKey },
      sops: metadata,
    });
  });

  test('cert-manager: a certificate of an issuer that is there, or of one that is made', () => {
    const [, certificate] = objects({
      namespace: 'istio-root',
      delivery: CacertsDelivery.CERT_MANAGER,
      certManager: { issuer: 'mesh-root' },
      istioVersion: '1.29',
    });
    expect(certificate).toMatchObject({
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: { name: 'cacerts', namespace: 'istio-root' },
      spec: {
        secretName: 'cacerts',
        isCA: true,
        dnsNames: ['istiod.istio-root.svc'],
        duration: '8760h0m0s',
        renewBefore: '2920h0m0s',
        usages: ['digital signature', 'key encipherment', 'cert sign', 'crl sign'],
        issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: 'mesh-root' },
      },
    });
    const [, issuer, own] = objects({
      delivery: CacertsDelivery.CERT_MANAGER,
      certManager: { issuer: 'mesh-root', caSecret: 'mesh-root-ca' },
    });
    expect(issuer).toMatchObject({
      kind: 'Issuer',
      metadata: { name: 'mesh-root', namespace: 'istio-system' },
      spec: { ca: { secretName: 'mesh-root-ca' } },
    });
    expect(certificate.spec.subject).toEqual({ organizations: ['Istio'] });
    const [, named] = objects({
      cluster: 'east',
      delivery: CacertsDelivery.CERT_MANAGER,
      certManager: { issuer: 'mesh-root' },
    });
    expect(named.spec.subject).toEqual({ organizations: ['Istio'], localities: ['east'] });
    expect(own.spec.issuerRef).toEqual({
      group: 'cert-manager.io',
      kind: 'Issuer',
      name: 'mesh-root',
    });
  });

  test("certificates of a directory, as Istio's own tooling leaves them; the key beside them is not read", () => {
    const directory = path.join(folder, 'east');
    mkdirSync(directory);
    Object.entries({ ...publicFiles, 'ca-key.pem': 'not even a key' }).forEach(([file, text]) =>
      writeFileSync(path.join(directory, file), text.replace(/\n/g, '\r\n')),
    );
    const [, secret] = objects({
      delivery: CacertsDelivery.SEALED_SECRET,
      certificatesDirectory: directory,
      sealedSecret: { encryptedPrivateKey: 'A'.repeat(400) },
    });
    expect(secret.spec.template.data).toEqual(publicFiles);
  });
});

describe('plaintext', () => {
  const props = {
    delivery: CacertsDelivery.PLAINTEXT_SECRET,
    certificates,
    plaintextPrivateKey: privateKey,
  };

  test('is written when it is asked for by name, and the scanner lets exactly this key pass', () => {
    const synth = (more: (chart: Chart) => unknown) => {
      const app = new MeshApp({ outdir: path.join(folder, 'plaintext') });
      const chart = new Chart(app, 'east');
      new ClusterCacerts(chart, 'cacerts', props);
      more(chart);
      app.synth();
    };
    synth(() => undefined);
    expect(
      readTree(path.join(folder, 'plaintext'))['east/manifests/trust/istio-system.yaml'],
    ).toContain(`ca-key.pem: ${Buffer.from(privateKey).toString('base64')}`);
    const other = issueFor('west', empty, rootKey, options, NOW)
      .key.export({ type: 'pkcs8', format: 'pem' })
      .toString();
    expect(() =>
      synth(
        chart =>
          new ApiObject(chart, 'leak', {
            apiVersion: 'v1',
            kind: 'Secret',
            metadata: { name: 'leak', namespace: 'x' },
            data: { key: Buffer.from(other).toString('base64') },
          }),
      ),
    ).toThrow('MESH809 at east/manifests/workloads/x.yaml');
  });

  test('of a mesh is written and let pass in the same way', () => {
    const app = new MeshApp({ outdir: path.join(folder, 'mesh') });
    const mesh = new MulticlusterMesh(app, 'mesh', {
      suffix: 'mesh.internal',
      lockFile: path.join(folder, 'mesh.lock.json'),
      clusters: [
        { name: 'east', istio: '1.29', cacerts: props },
        { name: 'west', istio: '1.29' },
      ],
    });
    const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    app.synth();
    stderr.mockRestore();
    expect(mesh.warnings.map(({ code }) => code)).toEqual(['MESH736']);
    expect(readTree(path.join(folder, 'mesh'))['east/manifests/trust/istio-system.yaml']).toContain(
      `ca-key.pem: ${Buffer.from(privateKey).toString('base64')}`,
    );
  });

  test('MESH736: a warning says so, wherever the run takes place', () => {
    const { warnings } = new ClusterCacerts(Testing.chart(), 'cacerts', props);
    expect(warnings).toEqual([
      {
        code: 'MESH736',
        isWarning: true,
        place: 'test/cacerts.delivery',
        message: "the private key of the cluster's CA is written in plaintext",
        remedy: expect.stringMatching(/^Use another delivery/),
      },
    ]);
    expect(new ClusterCacerts(Testing.chart(), 'cacerts').warnings).toEqual([]);
  });

  test('MESH734: not the key of another certificate', () => {
    const other = issueFor('west', empty, rootKey, options, NOW)
      .key.export({ type: 'pkcs8', format: 'pem' })
      .toString();
    expect(() => objects({ ...props, plaintextPrivateKey: other })).toThrow(
      'MESH734 at test/cacerts.plaintextPrivateKey\n  the private key does not belong to "L=east, CN=Intermediate CA, O=Istio"\n  → Give the key of ca-cert.pem.',
    );
  });

  test('nor does an error show it', () => {
    for (const wrong of [
      { certificates: undefined },
      { delivery: CacertsDelivery.SOPS },
      { plaintextPrivateKey: privateKey.slice(0, -40) },
    ]) {
      expect(() => objects({ ...props, ...wrong })).toThrow(
        expect.objectContaining({
          message: expect.not.stringContaining(privateKey.split('\n')[1]),
        }),
      );
    }
  });
});

describe('SOPS and layouts', () => {
  test('the encrypted Secret has a file of its own', () => {
    const app = new MeshApp({ outdir: path.join(folder, 'sops') });
    new ClusterCacerts(new Chart(app, 'east'), 'cacerts', {
      delivery: CacertsDelivery.SOPS,
      lockFile,
      cluster: 'east',
    });
    app.synth();
    expect(Object.keys(readTree(path.join(folder, 'sops')))).toEqual([
      'east/kustomization.yaml',
      'east/manifests/trust/_cluster.yaml',
      'east/other/istio-system.cacerts.sops.yaml',
      'mesh.index.json',
    ]);
  });

  test('a plain App is guarded: a secret beside it is not written', () => {
    const app = new App({ outdir: path.join(folder, 'guarded') });
    const chart = new Chart(app, 'east');
    new ClusterCacerts(chart, 'cacerts');
    new ApiObject(chart, 'leak', {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'leak' },
      stringData: { key: privateKey },
    });
    expect(() => app.synth()).toThrow('MESH809: "east/leak" holds a private key in PEM');
  });

  test('a plain App writes it too', () => {
    const app = new App({ outdir: path.join(folder, 'plain') });
    new ClusterCacerts(new Chart(app, 'east'), 'cacerts', {
      delivery: CacertsDelivery.SOPS,
      lockFile,
      cluster: 'east',
    });
    app.synth();
    expect(readTree(path.join(folder, 'plain'))['east.k8s.yaml']).toContain('sops:\n');
  });
});

describe('what is wrong', () => {
  const { EXTERNAL_SECRET, SEALED_SECRET, SOPS, CERT_MANAGER, PLAINTEXT_SECRET } = CacertsDelivery;
  test('a lock that is not there is the one problem, not what it would have given', () => {
    expect(() =>
      objects({ lockFile: path.join(folder, 'nowhere'), cluster: 'east', delivery: SOPS }),
    ).toThrow(/^1 problem\n\nMESH716 at test\/cacerts\.lockFile\n/);
  });

  test.each<[string, ClusterCacertsProps]>([
    [
      'MESH701 at test/cacerts\n  the delivery "external-secret" needs `externalSecret`',
      { delivery: EXTERNAL_SECRET },
    ],
    [
      'MESH701 at test/cacerts.externalSecret.store\n',
      { delivery: EXTERNAL_SECRET, externalSecret: { store: '', key: 'x' } },
    ],
    [
      'MESH701 at test/cacerts.externalSecret.key\n',
      { delivery: EXTERNAL_SECRET, externalSecret: { store: 'x', key: '' } },
    ],
    [
      'MESH701 at test/cacerts.externalSecret\n  `externalSecret` is of no use with the delivery "existing-secret"',
      { externalSecret: { store: 'x', key: 'x' } },
    ],
    [
      'MESH701 at test/cacerts.certManager.issuer\n',
      { delivery: CERT_MANAGER, certManager: { issuer: '' } },
    ],
    [
      'MESH701 at test/cacerts\n  the delivery "sealed-secret" needs `sealedSecret`',
      { delivery: SEALED_SECRET, certificates },
    ],
    [
      'MESH701 at test/cacerts.sealedSecret.encryptedPrivateKey\n',
      { delivery: SEALED_SECRET, certificates, sealedSecret: { encryptedPrivateKey: privateKey } },
    ],
    [
      'MESH701 at test/cacerts.sops.encryptedPrivateKey\n',
      { delivery: SOPS, certificates, sops: { encryptedPrivateKey: privateKey, metadata: '{}' } },
    ],
    [
      'MESH701 at test/cacerts.sops.metadata\n',
      {
        delivery: SOPS,
        certificates,
        sops: { encryptedPrivateKey: 'ENC[AES256_GCM,data:x]', metadata: '[]' },
      },
    ],
    [
      'MESH701 at test/cacerts.plaintextPrivateKey\n',
      { delivery: PLAINTEXT_SECRET, certificates, plaintextPrivateKey: 'x' },
    ],
    [
      'MESH714 at test/cacerts\n  the delivery "sealed-secret" has no certificates to deliver',
      { delivery: SEALED_SECRET, sealedSecret: { encryptedPrivateKey: 'A'.repeat(400) } },
    ],
    [
      'MESH714 at test/cacerts\n  there are certificates both as text and in a directory',
      { certificates, certificatesDirectory: folder },
    ],
    [
      'MESH714 at test/cacerts.certificatesDirectory\n',
      { certificatesDirectory: path.join(folder, 'nowhere') },
    ],
    ['MESH714 at test/cacerts.certificatesDirectory\n', { certificatesDirectory: lockFile }],
    [
      'MESH701 at test/cacerts\n  the delivery "sops" needs `sops`',
      { delivery: SOPS, certificates, lockFile, cluster: 'east' },
    ], // the key of the lock may belong to others
    [
      'MESH701 at test/cacerts.certManager.duration\n',
      { delivery: CERT_MANAGER, certManager: { issuer: 'x', duration: '1 year' } },
    ],
    ...[
      ['issuer', 'a b'],
      ['issuer', '*'],
      ['issuer', 'x\n'],
      ['issuer', `${'x'.repeat(254)}`],
      ['issuerKind', 'a b'],
      ['issuerKind', ''],
      ['issuerGroup', 'cert manager'],
      ['caSecret', 'A'],
      ['duration', '9999999999h'],
      ['duration', '1h\n'],
    ].map(([field, value]): [string, Partial<ClusterCacertsProps>] => [
      `MESH701 at test/cacerts.certManager.${field}\n`,
      { delivery: CERT_MANAGER, certManager: { issuer: 'x', [field]: value } },
    ]),
    [
      'MESH744 at test/cacerts.certManager.duration\n  "59m" is shorter than an hour',
      { delivery: CERT_MANAGER, certManager: { issuer: 'x', duration: '59m', renewBefore: '6m' } },
    ],
    [
      'MESH744 at test/cacerts.certManager.renewBefore\n  "4m59s" is shorter than five minutes',
      { delivery: CERT_MANAGER, certManager: { issuer: 'x', renewBefore: '4m59s' } },
    ],
    [
      'MESH744 at test/cacerts.certManager.renewBefore\n  a certificate that lives for 24h cannot be renewed 2920h0m0s before its end',
      { delivery: CERT_MANAGER, certManager: { issuer: 'x', duration: '24h' } },
    ],
    [
      'MESH701 at test/cacerts.externalSecret.store\n',
      { delivery: EXTERNAL_SECRET, externalSecret: { store: 'a b', key: 'x' } },
    ],
    [
      'MESH701 at test/cacerts.externalSecret.key\n',
      { delivery: EXTERNAL_SECRET, externalSecret: { store: 'a', key: 'x\ny: z' } },
    ],
    [
      'MESH701 at test/cacerts.certManager.renewBefore\n',
      { delivery: CERT_MANAGER, certManager: { issuer: 'x', renewBefore: '30d' } },
    ],
    [
      'MESH701 at test/cacerts.externalSecret.refreshInterval\n',
      { delivery: EXTERNAL_SECRET, externalSecret: { store: 'x', key: 'x', refreshInterval: '' } },
    ],
    [
      'MESH701 at test/cacerts.certManager.caSecret\n',
      { delivery: CERT_MANAGER, certManager: { issuer: 'x', caSecret: '' } },
    ],
    ['MESH717 at test/cacerts.lockFile\n', { lockFile: folder, cluster: 'east' }],
    [
      'MESH716 at test/cacerts.lockFile\n',
      { lockFile: path.join(folder, 'nowhere'), cluster: 'east' },
    ],
    ['MESH716 at test/cacerts.cluster\n', { lockFile }],
    [
      'MESH716 at test/cacerts\n  the lock file has no certificate for "west"\n  → Run `mesh ca issue west`',
      { lockFile, cluster: 'west' },
    ],
    [
      'MESH716 at test/cacerts\n  the lock file has no private key of "east" for the delivery "sealed-secret"\n  → Run `mesh ca seal east --certificate FILE`',
      { lockFile, cluster: 'east', delivery: SEALED_SECRET },
    ],
    [
      'MESH716 at test/cacerts\n  the private key of "west" is sealed for the namespace "elsewhere", but Istio runs in "istio-system"',
      { lockFile: otherNamespace, cluster: 'west', delivery: SEALED_SECRET },
    ],
    [
      'MESH720 at test/cacerts.delivery\n  Istio 1.7 ',
      { delivery: CERT_MANAGER, certManager: { issuer: 'x' }, istioVersion: '1.7' },
    ],
    [
      'MESH702 at test/cacerts.certificates.caCert\n',
      { certificates: { ...certificates, caCert: 'x' } },
    ],
    ['MESH104 at test/cacerts.checkDate\n', { checkDate: '2026-02-30' }],
    ['MESH707 at test/cacerts.certificates.caCert\n', { certificates, checkDate: '2020-01-01' }],
    ['MESH201 at test/cacerts.namespace\n', { namespace: 'Istio' }],
    ['MESH282 at test/cacerts.network\n', { createNamespace: false, network: 'east' }],
  ])('%s', (message, props) => {
    expect(() => objects(props)).toThrow(message);
  });
});
