import { mkdirSync, readFileSync, writeFileSync } from 'fs';
import * as path from 'path';
import { run } from './commands';

/** The four files of the Secret `cacerts`. */
export type Cacerts = { readonly [file in 'ca-cert.pem' | 'ca-key.pem' | 'cert-chain.pem' | 'root-cert.pem']: string };

/** The CA of a mesh: one root, and an intermediate for each cluster. */
export class CertificateAuthority {
  public static async create(folder: string): Promise<CertificateAuthority> {
    mkdirSync(folder, { recursive: true });
    const ca = new CertificateAuthority(folder);
    await ca.openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '3650', '-subj', '/O=conformance/CN=Root CA',
      '-keyout', 'root.key', '-out', 'root.pem', '-addext', 'basicConstraints=critical,CA:true', '-addext', 'keyUsage=critical,keyCertSign,cRLSign');
    return ca;
  }

  private constructor(private readonly folder: string) {}

  public get root(): string {
    return readFileSync(path.join(this.folder, 'root.pem'), 'utf8');
  }

  /** A new intermediate for a cluster. */
  public async issue(cluster: string, days: number = 730): Promise<Cacerts> {
    await this.openssl('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', `/O=conformance/CN=Intermediate CA/L=${cluster}`,
      '-keyout', 'ca.key', '-out', 'ca.csr');
    writeFileSync(path.join(this.folder, 'ca.ext'), 'basicConstraints=critical,CA:true,pathlen:0\nkeyUsage=critical,digitalSignature,keyCertSign,cRLSign\n');
    const dates = days > 0 ? ['-days', String(days)] : ['-not_before', '20200101000000Z', '-not_after', '20200201000000Z'];
    await this.openssl('x509', '-req', '-in', 'ca.csr', '-CA', 'root.pem', '-CAkey', 'root.key', ...dates, '-extfile', 'ca.ext', '-out', 'ca.pem');
    const read = (name: string) => readFileSync(path.join(this.folder, name), 'utf8');
    return { 'ca-cert.pem': read('ca.pem'), 'ca-key.pem': read('ca.key'), 'cert-chain.pem': read('ca.pem') + this.root, 'root-cert.pem': this.root };
  }

  private async openssl(...args: string[]): Promise<void> {
    await run(['openssl', ...args], { cwd: this.folder });
  }
}
