import { Construct } from 'constructs';
import { claim, DnsPart } from './only-one';
import { placeFile } from './place-file';
import { PreparedObjects } from './prepared-objects';
import { dnsManifests } from '../manifests/dns/dns-manifests';
import { recordsOf } from '../model/dns/records';
import { Cluster, Mesh } from '../model/mesh';
import { Layer } from '../output/layer';
import { check } from '../problems/problems';

/**
 * How one cluster resolves the names of the mesh.
 *
 * @internal
 */
export class ClusterDns extends Construct {
  public constructor(scope: Construct, id: string, mesh: Mesh, cluster: Cluster) {
    super(scope, id);
    const { dns } = cluster;
    check(
      problems => {
        if (dns.stub) {
          claim(this, DnsPart.STUB, problems);
        }
        if (dns.zone) {
          claim(this, DnsPart.ZONE, problems);
        }
      },
      [this.node.path],
    );
    const { objects, files } = dnsManifests(dns, recordsOf(mesh, cluster));
    new PreparedObjects(this, 'objects', Layer.DNS, [objects]);
    files.forEach(file => placeFile(this, file));
  }
}
