import * as fc from 'fast-check';
import { Sourced, sourced } from './sourced';

/** What somebody tries who may write below one directory only, and speaks for others there. */
export const intruded: fc.Arbitrary<Pick<Sourced, 'files' | 'description'>> = fc
  .tuple(
    sourced.filter(({ meaning }) => meaning.services!.length > 0),
    fc.constantFrom('copy', 'copy elsewhere', 'foreign namespace', 'foreign grant'),
  )
  .map(([{ files, description, meaning }, kind]) => {
    const [{ name, namespace, clusters }] = meaning.services!;
    const own = `${clusters[0]}/${name}.yaml`;
    const [service, pod] = files[own].split('\n---\n').map(text => JSON.parse(text));
    service.metadata.annotations = { 'mesh.cdk8s-istio-multicluster/grants': 'c0/evil/*' };
    const copy = `${JSON.stringify(service)}\n---\n${JSON.stringify(pod)}`;
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
