import { copyFileSync, mkdirSync, writeFileSync } from 'fs';
import * as path from 'path';
import { badCertificates, soundChains } from './chain-certificates';
import { badFiles, soundFiles } from './chain-files';
import { authorities, ChainRow } from './chain-row';
import { keyFile, Openssl } from './openssl';

/** The public files of a Secret `cacerts`, and what the judges say of them. */
export interface ChainCase {
  readonly name: string;
  readonly files: {
    readonly caCert: string;
    readonly certChain: string;
    readonly rootCert: string;
  };
  /** what `openssl verify -x509_strict` says */
  readonly openssl: 'ok' | 'fails';
  /** what istiod's loader says; it lets several things pass that break the workloads later */
  readonly istiod: 'ok' | 'fails';
  /**
   * what peers say of a workload's certificate that this istiod signed, as a server's and as a
   * client's; nothing when istiod does not start
   */
  readonly peers?: 'ok' | 'fails';
  /** what a check should find; without it the chain is as it should be */
  readonly expected?: string;
  /** holds the files with `ca-key.pem`, as istiod finds them in /etc/cacerts */
  readonly directory: string;
}

/** Makes keys and certificates of every case in the folder, which the caller removes. */
export function makeChains(folder: string): ChainCase[] {
  const world = authorities(new Openssl(folder));
  return [
    ...soundChains(world),
    ...soundFiles(world),
    ...badCertificates(world),
    ...badFiles(world),
  ].map((row, i) => place(row, i, folder));
}

function place(
  { name, key, files, verdicts, expected }: ChainRow,
  i: number,
  folder: string,
): ChainCase {
  const directory = path.join(folder, `case-${i}`);
  mkdirSync(directory);
  Object.entries({
    'ca-cert.pem': files.caCert,
    'cert-chain.pem': files.certChain,
    'root-cert.pem': files.rootCert,
  }).forEach(([file, content]) => writeFileSync(path.join(directory, file), content));
  copyFileSync(path.join(folder, keyFile(key)), path.join(directory, 'ca-key.pem'));
  return { name, files, ...verdicts, expected, directory };
}
