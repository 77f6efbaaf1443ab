import { accessOf } from './access';
import { certificatesOf } from './certificates';
import { clusterCards } from './clusters';
import { Budget, ReportChanges, ReportFacts } from './facts';
import { linksOf } from './links';
import { warningsOf } from './warnings';
import { Mesh } from '../../analysis/reach/mesh';

/** Beyond the mesh itself. @internal */
export interface Gathering {
  readonly budget?: Budget;
  readonly changes?: ReportChanges;
  /** see {@link accessOf}, for tests */
  readonly mostExact?: number;
}

/** All that a report says of a mesh. @internal */
export function gatherFacts(
  mesh: Mesh,
  { budget = {}, changes, mostExact }: Gathering = {},
): ReportFacts {
  const links = linksOf(mesh);
  const clusters = clusterCards(mesh, links);
  const access = accessOf(mesh, mostExact);
  const certificates = certificatesOf([...mesh.clusters.values()]);
  const warned = { ...links, clusters, access, certificates: certificates.certificates, budget };
  return {
    clusters,
    links: links.links,
    access,
    certificates,
    budget,
    warnings: warningsOf(mesh, warned),
    changes,
  };
}
