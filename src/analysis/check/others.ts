import { Context, unseen } from './context';
import { checkForeignGateways } from './foreign-gateways';
import { checkForeignPolicies } from './foreign-policies';
import { isOfMesh } from './written';
import { fullHost, overlaps } from '../mesh/host';
import { Manifest, objectText } from '../world/manifest';

/** What one may look for among the objects of others. */
const KINDS = ['ServiceEntry', 'DestinationRule', 'VirtualService', 'Gateway'];

/** Finds objects that nobody wrote and that matter. @returns what is right @internal */
export function checkOthers(context: Context): string {
  const { live, written } = context;
  for (const kind of KINDS.filter(one => !live.sees('networking.istio.io', one))) {
    unseen(context, `every ${kind}`);
  }
  const others = live.all.filter(one => !written.has(one) && !hasOwner(one));
  others.filter(one => isOfMesh(one) && !STAY.has(one.kind)).forEach(one => leftover(one, context));
  const foreign = others.filter(one => !isOfMesh(one) && !isAccepted(one, context));
  checkHosts(foreign, context);
  checkForeignGateways(foreign, context);
  checkForeignPolicies(foreign, context);
  return `nothing in the way among ${live.all.length} objects`;
}

/** What stays: a namespace holds more than the mesh, and others copy labels to Secrets. */
const STAY = new Set(['Namespace', 'Secret', 'ConfigMap']);

/** What a controller made of another object goes with it. */
const hasOwner = ({ values }: Manifest): boolean => values.metadata.ownerReferences?.length > 0;

function leftover(manifest: Manifest, { findings }: Context): void {
  const message = 'has the label of the mesh, and is not in the directory of the cluster';
  findings.report('MESH872', objectText(manifest), message);
}

const isAccepted = ({ kind, namespace, name }: Manifest, { accepted }: Context): boolean =>
  accepted.has(`${kind}/${namespace}/${name}`);

/** Entries, rules and routes of others for hosts of the mesh. */
function checkHosts(foreign: readonly Manifest[], context: Context): void {
  const { hosts } = context.written;
  const entryFor = (host: string) =>
    hosts.has(host)
      ? ([host, hosts.get(host)!] as const)
      : [...hosts].find(([ours]) => overlaps(host, ours));
  for (const manifest of foreign.filter(({ group }) => group === 'networking.istio.io')) {
    for (const host of hostsOf(manifest)) {
      const found = entryFor(host);
      if (found) {
        const [ours, entry] = found;
        const of = host === ours ? '' : `, which stands for "${ours}"`;
        const message = `is for "${host}"${of}: ${objectText(entry)}`;
        context.findings.report('MESH873', objectText(manifest), message, entry.source);
      }
    }
  }
}

/** The hosts that an object is for, in the calls of sidecars. */
function hostsOf({ kind, spec, namespace }: Manifest): string[] {
  const full = (host: unknown) => fullHost(String(host), namespace);
  const isForGateways = spec.gateways?.length > 0 && !spec.gateways.includes('mesh');
  const hosts: { readonly [kind: string]: () => string[] } = {
    ServiceEntry: () => (spec.hosts ?? []).map(String),
    VirtualService: () => (isForGateways ? [] : (spec.hosts ?? []).map(full)),
    DestinationRule: () => (spec.host === undefined ? [] : [full(spec.host)]),
  };
  return hosts[kind]?.() ?? [];
}
