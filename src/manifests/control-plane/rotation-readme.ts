import { controlPlaneOf } from './control-planes';
import { block } from '../instruction';
import { evidenceFile, objectWith } from './proxies';
import { Cluster, Mesh } from '../../model/mesh';
import { DELIVERIES } from '../gitops/deliveries';

/**
 * What has to be done, and seen, in a cluster in the present phase of the rotation of the root.
 * Empty outside of a rotation.
 *
 * @internal
 */
export function rotationSection(mesh: Mesh, cluster: Cluster): string[] {
  const { restart, renewal, identities } = controlPlaneOf(mesh, cluster);
  switch (mesh.rotation) {
    case undefined:
      return [];
    case 'bundle':
      return section(
        cluster,
        'every cluster trusts the old and the new root; the old one signs',
        'Do step 1 of the installation again. When the Secret has arrived:',
        [
          `kubectl -n ${mesh.rootNamespace} get secret cacerts -o \\`,
          `  go-template='cluster ${cluster.name}{{"\\n"}}secret ${objectWith('ca-cert.pem', 'root-cert.pem')}' > ${evidenceFile(cluster.name)}`,
        ],
      );
    case 'restart':
      return section(
        cluster,
        'control planes and proxies take both roots up',
        `${restart(mesh, DELIVERIES[cluster.gitops].upgrade)} When all of them run again:`,
        identities(cluster),
      );
    case 'switch':
      return section(
        cluster,
        'the new root signs',
        `Do step 1 of the installation again. ${renewal(mesh, cluster)} When all of them are new:`,
        identities(cluster),
      );
  }
}

function section({ name }: Cluster, what: string, text: string, evidence: string[]): string[] {
  return [
    '## Rotation of the root',
    `Phase: ${what}. ${text}`,
    block(evidence),
    'Then, in the directory of the lock file of the CAs:',
    block([`npx mesh ca confirm ${name} --from ${evidenceFile(name)}`]),
  ];
}
