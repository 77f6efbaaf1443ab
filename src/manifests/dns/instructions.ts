import { MESH_DNS } from './dns-server';
import { FormWords } from './forms/form';
import { zoneWords } from './forms/forms';
import { stubWords } from './stub';
import { DnsMode } from '../../description/enums';
import { objectText } from '../../model/dns/existing';
import { Cluster, Mesh } from '../../model/mesh';
import { Instruction } from '../instruction';

/** How a cluster comes to resolve the names of the mesh, after everything is applied. @internal */
export function dnsInstallation({ suffix }: Mesh, cluster: Cluster): Instruction {
  switch (cluster.dns.mode) {
    case DnsMode.SIDECAR:
      return {
        text: `DNS: nothing to do. The sidecars answer for \`.${suffix}\`. Pods that were injected before this installation need a restart.`,
        commands: [],
      };
    case DnsMode.NONE:
      return {
        text: `DNS: not the mesh's business here. Something else must resolve \`.${suffix}\`.`,
        commands: [],
      };
    case DnsMode.ZONE:
    case DnsMode.SERVER:
    case DnsMode.FORWARD:
    case DnsMode.ISTIOCOREDNS:
      return inClusterDns(suffix, cluster);
  }
}

function inClusterDns(suffix: string, { name, dns }: Cluster): Instruction {
  const { install, commands } = wordsOf(suffix, dns);
  const see = `kubectl run dns-check --rm -i --restart=Never --image=busybox -- nslookup <name>.<namespace>.${suffix}`;
  return { text: install, commands: [...(commands?.(name) ?? []), see] };
}

/** What to look at before the objects are applied. @internal */
export function dnsCaution({ zone, stub }: Cluster['dns']): string {
  const unknown = [zone?.unknown, stub?.unknown].filter(object => object !== undefined);
  const objects = unknown.filter(object => object !== 'eks-addon').map(objectText);
  return objects.length === 0
    ? ''
    : ` It was not known what ${objects.join(' and ')} says already: look at \`kubectl diff -k .\` first.`;
}

/** How the mesh leaves the DNS of a cluster, after its hosts are gone. @internal */
export function dnsRemoval({ suffix, rootNamespace }: Mesh, { dns }: Cluster): Instruction[] {
  const steps: Instruction[] = [];
  if (dns.zone || dns.stub) {
    steps.push({ text: wordsOf(suffix, dns).removal, commands: [] });
  }
  if (dns.server) {
    steps.push({
      text: "The mesh's own DNS server, when the cluster's DNS does not ask it any more.",
      commands: [`kubectl -n ${rootNamespace} delete deployment,service,configmap ${MESH_DNS}`],
    });
  }
  return steps;
}

function wordsOf(suffix: string, { zone }: Cluster['dns']): FormWords {
  return zone ? zoneWords(zone) : stubWords(suffix);
}
