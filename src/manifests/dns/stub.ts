import { dnsConfigMap } from './dns-metadata';
import { FormWords, pickedUp } from './forms/form';
import { Stub } from '../../model/dns/cluster-dns';
import { Manifest } from '../manifest';

/** The ConfigMap that kube-dns and NodeLocal DNSCache read. @internal */
export function stubManifest(stub: Stub): Manifest {
  const { stubDomains, federations, upstreamNameservers, existing } = stub;
  const data = {
    stubDomains: JSON.stringify(stubDomains),
    federations:
      federations &&
      Object.entries(federations)
        .map(([name, domain]) => `${name}=${domain}`)
        .join(),
    upstreamNameservers: upstreamNameservers && JSON.stringify(upstreamNameservers),
  };
  const configMap = dnsConfigMap('kube-dns', data, existing);
  const { metadata } = configMap;
  const labels = { 'addonmanager.kubernetes.io/mode': 'EnsureExists', ...metadata.labels };
  return { ...configMap, metadata: { ...metadata, labels } };
}

/** What a README says about a stub domain. @internal */
export function stubWords(domain: string): FormWords {
  return pickedUp(domain, { object: 'ConfigMap', place: ' in `kube-system`' });
}
