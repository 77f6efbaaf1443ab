import { mkdirSync, readFileSync, writeFileSync } from 'fs';
import * as path from 'path';
import { run } from './commands';

const FILES = ['ca-cert.pem', 'ca-key.pem', 'cert-chain.pem', 'root-cert.pem'] as const;

/** The files of the Secret `cacerts`. */
export type Cacerts = { readonly [file in (typeof FILES)[number]]: string };

const ROOT = path.join(__dirname, '../..');

/** The CAs of a mesh, made by our own command `mesh ca`. */
export class CertificateAuthority {
  /** the public state, which descriptions name */
  public readonly lockFile: string;
  /** the private keys, and each cluster's files */
  public readonly keys: string;
  /** a folder for PATH, with the command `mesh` */
  public readonly commands: string;

  public constructor(folder: string) {
    this.lockFile = path.join(folder, 'pki.lock.json');
    this.keys = path.join(folder, 'keys');
    this.commands = path.join(folder, 'bin');
    mkdirSync(this.commands, { recursive: true });
    const script = [
      `${ROOT}/node_modules/.bin/ts-node`,
      '-T',
      '--project',
      `${ROOT}/test/tsconfig.json`,
      `${__dirname}/mesh-command.ts`,
    ];
    writeFileSync(path.join(this.commands, 'mesh'), `#!/bin/sh\nexec ${script.join(' ')} "$@"\n`, {
      mode: 0o755,
    });
  }

  /** A root, and an intermediate for each cluster. */
  public async begin(clusters: readonly string[]): Promise<void> {
    await this.withKeys('init', '--algorithm', 'p-256');
    await this.withKeys('issue', ...clusters, '--algorithm', 'p-256');
  }

  /** `mesh ca`, with this lock. */
  public async command(...args: string[]): Promise<string> {
    return run([path.join(this.commands, 'mesh'), 'ca', ...args, '--lock', this.lockFile], {
      timeout: 120,
    });
  }

  /** The same for a command that reads or makes private keys. */
  public async withKeys(...args: string[]): Promise<string> {
    return this.command(...args, '--keys', this.keys);
  }

  /** What is to be in a cluster's Secret now. */
  public filesOf(cluster: string): Cacerts {
    const read = (file: string) => readFileSync(path.join(this.keys, cluster, file), 'utf8');
    return Object.fromEntries(FILES.map(file => [file, read(file)])) as Cacerts;
  }
}
