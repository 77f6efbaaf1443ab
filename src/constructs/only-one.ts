import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { below } from './walk';
import { Problems } from '../problems/problems';

const METADATA = 'cdk8s-istio-multicluster/writes';

/** A part of a cluster's DNS configuration that a second construct would overwrite. @internal */
export enum DnsPart {
  STUB = 'the ConfigMap kube-dns',
  ZONE = "the zone into the cluster's CoreDNS",
}

/**
 * Marks a construct as the one that writes a part of the cluster's DNS configuration. Reports it
 * when another one does so already: a chart, with the charts inside it, is one cluster.
 *
 * @internal
 */
export function claim(construct: Construct, part: DnsPart, problems: Problems): void {
  const cluster = construct.node.scopes.find(Chart.isChart);
  const other = below(cluster ?? construct).find(({ node }) =>
    node.metadata.some(({ type, data }) => type === METADATA && data === part),
  );
  if (other) {
    problems.report('MESH607', `"${other.node.path}" writes ${part} already`);
  }
  construct.node.addMetadata(METADATA, part);
}
