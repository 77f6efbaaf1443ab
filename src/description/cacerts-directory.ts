import * as path from 'path';
import { PUBLIC_FILES } from './cacerts-files';
import { CacertsCertificates, CacertsProps } from './cacerts-props';
import { MulticlusterMeshProps } from './mesh-props';
import { readText } from '../files/read-text';
import { Problems } from '../problems/problems';

/**
 * The description, with certificates in place of the directories that they are in.
 *
 * @internal
 */
export function withCertificatesRead(
  props: MulticlusterMeshProps,
  problems: Problems,
): MulticlusterMeshProps {
  const clusters = props.clusters.map(({ cacerts, ...cluster }, i) => ({
    ...cluster,
    cacerts: cacerts && readDirectory(cacerts, problems.at('clusters', i, 'cacerts')),
  }));
  return { ...props, clusters };
}

/**
 * The same for one cluster.
 *
 * @returns the props unchanged after reporting that the directory cannot be read
 * @internal
 */
export function readDirectory(props: CacertsProps, problems: Problems): CacertsProps {
  const { certificates, certificatesDirectory: directory } = props;
  if (directory === undefined) {
    return props;
  }
  if (certificates) {
    problems.report('MESH714', 'there are certificates both as text and in a directory');
  }
  const found = certificatesIn(directory, problems.at('certificatesDirectory'));
  return found ? { ...props, certificates: found, certificatesDirectory: undefined } : props;
}

function certificatesIn(directory: string, problems: Problems): CacertsCertificates | undefined {
  const read = (certificate: keyof CacertsCertificates): string | undefined =>
    readText(path.join(directory, PUBLIC_FILES[certificate]), 'MESH714', problems);
  const [caCert, certChain, rootCert] = [read('caCert'), read('certChain'), read('rootCert')];
  return caCert !== undefined && certChain !== undefined && rootCert !== undefined
    ? { caCert, certChain, rootCert }
    : undefined;
}
