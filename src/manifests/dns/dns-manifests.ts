import { dnsServerManifests } from './dns-server';
import { TextFile } from './forms/form';
import { zoneOutput } from './forms/forms';
import { istiocorednsService } from './istiocoredns';
import { stubManifest } from './stub';
import { ClusterDns } from '../../model/dns/cluster-dns';
import { Records } from '../../model/dns/records';
import { Manifest } from '../manifest';

/** What a cluster needs so that it resolves the names of the mesh. @internal */
export interface DnsManifests {
  readonly objects: readonly Manifest[];
  /** for tools outside of Kubernetes */
  readonly files: readonly TextFile[];
}

/**
 * @param records what the cluster's DNS answers by itself
 * @internal
 */
export function dnsManifests(dns: ClusterDns, records: Records): DnsManifests {
  const objects: Manifest[] = [];
  const files: TextFile[] = [];
  if (dns.istiocoredns) {
    objects.push(istiocorednsService(dns.istiocoredns));
  }
  if (dns.server) {
    objects.push(...dnsServerManifests(dns.server, records));
  }
  if (dns.stub) {
    objects.push(stubManifest(dns.stub));
  }
  if (dns.zone) {
    const output = zoneOutput(dns.zone, records);
    if ('file' in output) {
      files.push(output.file);
    } else {
      objects.push(output.object);
    }
  }
  return { objects, files };
}
