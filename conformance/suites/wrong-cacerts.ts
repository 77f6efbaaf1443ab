import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import * as path from 'path';
import { Certificate, keyFile, Openssl } from '../../test/x509/openssl';
import { Cacerts, CertificateAuthority } from '../stand/ca';

/** An intermediate under a root that nobody else trusts. */
export function foreignCacerts(cluster: string): Cacerts {
  return withOpenssl(openssl => {
    const root = openssl.certificate({
      subject: ['O = Stranger', 'CN = Root CA'],
      key: openssl.key('root', 'P-256'),
    });
    return cacerts(openssl, cluster, root);
  });
}

/** An intermediate under the mesh's own root that ended years ago. */
export function expiredCacerts(cluster: string, authority: CertificateAuthority): Cacerts {
  return withOpenssl(openssl => {
    const pem = authority.filesOf(cluster)['root-cert.pem'];
    openssl.file('root.pem', pem);
    writeFileSync(
      path.join(openssl.folder, keyFile('root')),
      readFileSync(path.join(authority.keys, 'root-1.root-key.pem')),
    );
    return cacerts(
      openssl,
      cluster,
      { pem, file: 'root.pem', options: { subject: [], key: 'root' } },
      ['20200101000000Z', '20200201000000Z'],
    );
  });
}

function cacerts(
  openssl: Openssl,
  cluster: string,
  root: Certificate,
  validity?: readonly [string, string],
): Cacerts {
  const key = openssl.key('intermediate', 'P-256');
  const { pem } = openssl.certificate({
    subject: ['O = Istio', 'CN = Intermediate CA', `L = ${cluster}`],
    key,
    issuer: root,
    validity,
  });
  return {
    'ca-cert.pem': pem,
    'ca-key.pem': openssl.read(keyFile(key)),
    'cert-chain.pem': pem,
    'root-cert.pem': root.pem,
  };
}

function withOpenssl<T>(work: (openssl: Openssl) => T): T {
  const folder = mkdtempSync(path.join(tmpdir(), 'conformance-ca-'));
  try {
    return work(new Openssl(folder));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
