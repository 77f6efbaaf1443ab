import { MeshConfig } from './mesh-config';
import { Treatment, treatmentOf, treatmentOfServicePort } from './protocol';
import { serviceHost } from '../../values/names';
import { Labels, Manifest } from '../world/manifest';

/** A host that Istio knows: a Service, or a host of a ServiceEntry. @internal */
export interface Service {
  readonly host: string;
  readonly namespace: string;
  readonly isKubernetes: boolean;
  /** of a ServiceEntry that is outside of the mesh */
  readonly isExternal: boolean;
  readonly ports: readonly ServicePort[];
  /** virtual IPs; none where none is given */
  readonly addresses: readonly string[];
  /** that istiod gives it, for the sidecars that answer for names */
  readonly autoAddresses: readonly string[];
  readonly resolution: string;
  /** namespaces, `*` or `.` or `~` */
  readonly exportTo: readonly string[];
  readonly subjectAltNames: readonly string[];
  /** of the pods; undefined if it has endpoints */
  readonly selector?: Labels;
  readonly manifest: Manifest;
  /** another one of this host, which istiod may take in its place */
  readonly rival?: Manifest;
}

/** @internal */
export interface ServicePort {
  readonly number: number;
  readonly name: string;
  readonly treatment: Treatment;
  /** a number, or the name of a container port */
  readonly target?: number | string;
}

/** What a manifest makes known. @internal */
export function servicesOf(manifest: Manifest, mesh: MeshConfig): Service[] {
  const { group, kind } = manifest;
  if (group === 'networking.istio.io' && kind === 'ServiceEntry') {
    return ofEntry(manifest, mesh);
  }
  return group === '' && kind === 'Service' ? [ofService(manifest, mesh)] : [];
}

/** Istio: `convertServices` in pilot/pkg/serviceregistry/serviceentry/conversion.go. */
function ofEntry(manifest: Manifest, { exportTo }: MeshConfig): Service[] {
  const { spec, namespace } = manifest;
  const ports = (spec.ports ?? []).map(
    ({ number, name, protocol, targetPort }: any): ServicePort => ({
      number,
      name,
      treatment: treatmentOf(protocol),
      target: targetPort || undefined,
    }),
  );
  return (spec.hosts ?? []).map((host: string) => ({
    host: host.toLowerCase(),
    namespace,
    isKubernetes: false,
    isExternal: spec.location !== 'MESH_INTERNAL',
    ports,
    addresses: (spec.addresses ?? []).map((address: string) => address.replace(/\/(32|128)$/, '')),
    autoAddresses: autoAddresses(manifest, host),
    resolution: spec.resolution ?? 'NONE',
    exportTo: spec.exportTo?.length > 0 ? spec.exportTo : exportTo.service,
    subjectAltNames: spec.subjectAltNames ?? [],
    // one without labels selects all pods (Istio: `krt.FilterLabel`)
    selector: spec.workloadSelector && (spec.workloadSelector.labels ?? {}),
    manifest,
  }));
}

const NO_AUTO = 'networking.istio.io/enable-autoallocate-ip';

/**
 * Those in its status, or a stand-in for those that istiod will write there: one of its own for
 * each object and host (Istio: pilot/pkg/controllers/ipallocate).
 */
function autoAddresses(
  { spec, status, labels, namespace, name }: Manifest,
  host: string,
): string[] {
  const isGiven = (spec.addresses ?? []).length > 0;
  if (
    isGiven ||
    spec.resolution === 'NONE' ||
    spec.resolution === undefined ||
    host.startsWith('*')
  ) {
    return [];
  }
  const written = (status.addresses ?? []).filter((one: any) => !one.host || one.host === host);
  if (written.length > 0) {
    return written.map((one: any) => one.value);
  }
  return labels[NO_AUTO] === 'false' ? [] : [`auto:${namespace}/${name}/${host}`];
}

/** Istio: `ConvertService` in pilot/pkg/serviceregistry/kube/conversion.go. */
function ofService(manifest: Manifest, { exportTo }: MeshConfig): Service {
  const { spec, name, namespace, annotations } = manifest;
  const told = annotations['networking.istio.io/exportTo'];
  const addresses = [spec.clusterIP, ...(spec.clusterIPs ?? [])].filter(
    ip => ip && ip !== 'None',
  ) as string[];
  return {
    host:
      spec.type === 'ExternalName' ? `external:${name}.${namespace}` : serviceHost(name, namespace),
    namespace,
    isKubernetes: true,
    isExternal: false,
    ports: (spec.ports ?? []).map((port: any): ServicePort => ({
      number: port.port,
      name: port.name ?? '',
      treatment: treatmentOfServicePort(port),
      target: port.targetPort ?? port.port,
    })),
    addresses:
      addresses.length > 0 || spec.clusterIP === 'None'
        ? [...new Set(addresses)]
        : [`cluster-ip:${namespace}/${name}`],
    autoAddresses: [],
    resolution: spec.clusterIP === 'None' ? 'NONE' : 'STATIC',
    exportTo: told === undefined ? exportTo.service : told.split(',').map(one => one.trim()),
    subjectAltNames: [],
    selector: spec.selector,
    manifest,
  };
}

/** Whether a namespace sees it (Istio: `IsServiceVisible`). @internal */
export function isExportedTo(exportTo: readonly string[], own: string, namespace: string): boolean {
  return (
    exportTo.includes('*') ||
    (!exportTo.includes('~') &&
      (exportTo.includes(namespace) || (exportTo.includes('.') && own === namespace)))
  );
}
