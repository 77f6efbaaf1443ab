import * as fc from 'fast-check';
import { Sourced, sourced } from './sourced';
import { ServiceProps } from '../../src';

/** What somebody tries who may write below one directory only, and speaks for others there. */
export const intruded: fc.Arbitrary<Pick<Sourced, 'files' | 'description'>> = fc
  .tuple(
    sourced.filter(({ meaning }) => meaning.services!.length > 0),
    fc.constantFrom('copy', 'copy elsewhere', 'foreign namespace', 'foreign grant'),
  )
  .map(([{ files, description, meaning }, kind]) => {
    const [stolen] = meaning.services!;
    const { name, namespace, clusters } = stolen;
    const copy = copyOf(stolen);
    const sources = description.serviceSources!;
    switch (kind) {
      case 'copy':
        return { files: { ...files, [`${clusters[0]}/evil/${name}.yaml`]: copy }, description };
      case 'copy elsewhere':
        return {
          files: { ...files, [`evil/${name}.yaml`]: copy },
          description: {
            ...description,
            serviceSources: [...sources, { directory: 'evil', clusters: ['c2'] }],
          },
        };
      case 'foreign namespace':
        return {
          files,
          description: {
            ...description,
            serviceSources: sources.map(source => ({ ...source, namespaces: ['evil'] })),
          },
        };
      default:
        return {
          files: {
            ...files,
            'evil/mesh.yaml': `grants: [{ services: [${name}.${namespace}], everyone: true }]\n`,
          },
          description: {
            ...description,
            include: ['evil'],
            owners: [
              { path: 'evil', teams: ['@evil'], namespaces: ['evil'] },
              ...sources.map(({ directory }) => ({
                path: directory,
                teams: ['@good'],
                namespaces: ['*'],
                clusters: ['*'],
              })),
            ],
          },
        };
    }
  });

/** The same Service and a pod of it, with a grant of one's own. */
function copyOf({ name, namespace, selector, serviceAccounts, ports }: ServiceProps): string {
  const [{ number, targetPort }] = ports;
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name,
      namespace,
      labels: { 'mesh.cdk8s-istio-multicluster/export': 'true' },
      annotations: { 'mesh.cdk8s-istio-multicluster/grants': 'c0/evil/*' },
    },
    spec: { selector, ports: [{ port: number, targetPort, appProtocol: 'http' }] },
  };
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels: selector },
    spec: { serviceAccountName: serviceAccounts![0], containers: [] },
  };
  return `${JSON.stringify(service)}\n---\n${JSON.stringify(pod)}`;
}
