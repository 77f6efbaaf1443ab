import { Construct } from 'constructs';
import { inManifest, withOrigin } from '../located';
import { manifestsBelow } from './below-construct';
import { isRendered, nameOf } from './check-source';
import { checkSpeakers } from './check-speakers';
import { readManifests } from './directory';
import { exportedService } from './exported-service';
import { readGrants } from './grants-annotation';
import { isService, Manifest } from './manifest';
import { checkMarks, exportedServices, GRANTS } from './marks';
import { renderManifests } from './render';
import { workloadsOf } from './workloads';
import { Problems } from '../../problems/problems';
import { serviceKey } from '../../values/names';
import { byText } from '../../values/order';
import { ServiceSourceProps } from '../mesh-props';
import { sourceSpeaker, Speaker } from '../owners/speaker';
import { GrantProps, ServiceProps } from '../service-props';

/** A Service that is marked for export, and the grants that it carries. @internal */
export interface Discovered {
  readonly service: ServiceProps;
  readonly grants: GrantProps[];
}

/** What a source is found to have. @internal */
export interface Discovery {
  readonly exported: readonly Discovered[];
  /** `file:line` of each of its Services, by `<name>.<namespace>` */
  readonly services: ReadonlyMap<string, string>;
}

/**
 * Turns each Service of a source that is marked for export into a service of the description.
 *
 * @param problems of manifests, at their files
 * @param at of the source as a whole
 * @param speakersOf who speaks in a file below the directory, beside the source itself
 * @internal
 */
export function discover(
  source: ServiceSourceProps,
  problems: Problems,
  at = problems,
  speakersOf: (file: string) => readonly Speaker[] = () => [],
): Discovery {
  const bound = source.namespaces ? [sourceSpeaker(source.namespaces)] : [];
  const manifests = checkSpeakers(
    manifestsOf(source, problems, at),
    file => [...bound, ...speakersOf(file)],
    problems,
  );
  const workloads = workloadsOf(manifests);
  const exported = exportedServices(manifests);
  checkMarks(manifests, exported, workloads, problems);
  if (exported.length === 0 && !problems.hasErrors) {
    at.report('MESH180', `no Service in ${nameOf(source)} is marked for export`);
  }
  const discovered = exported
    .sort(byText(m => `${m.namespace}/${m.object.metadata.name}`))
    .flatMap(manifest => {
      const { where } = manifest;
      const here = inManifest(where, problems);
      const service = exportedService(manifest, workloads, source.clusters, here);
      if (!service) {
        return [];
      }
      const annotation = manifest.object.metadata.annotations?.[GRANTS] ?? '';
      const grants = readGrants(annotation, serviceKey(service), here);
      return [
        {
          service: withOrigin(service, where),
          grants: grants.map(grant => withOrigin(grant, where)),
        },
      ];
    });
  return { exported: discovered, services: servicesIn(manifests) };
}

function servicesIn(manifests: readonly Manifest[]): ReadonlyMap<string, string> {
  return new Map(
    manifests
      .filter(({ object, namespace }) => isService(object) && namespace !== undefined)
      .map(({ object, namespace, where }) => [`${object.metadata.name}.${namespace}`, where]),
  );
}

/** Nothing is run for a source that something is wrong with. */
function manifestsOf(source: ServiceSourceProps, problems: Problems, at: Problems): Manifest[] {
  const { directory, construct, namespace } = source;
  if (Construct.isConstruct(construct)) {
    return manifestsBelow(construct, namespace, problems);
  }
  if (directory === undefined) {
    return [];
  }
  const inDirectory = { ...source, directory };
  if (!isRendered(inDirectory)) {
    return readManifests(inDirectory, problems, at);
  }
  return at.hasErrors ? [] : renderManifests(inDirectory, problems, at);
}
