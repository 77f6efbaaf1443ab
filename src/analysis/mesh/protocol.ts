/** How a proxy treats the bytes of a port; `auto` looks at them. @internal */
export type Treatment = 'http' | 'tcp' | 'auto' | 'udp';

const HTTP = new Set(['http', 'http2', 'grpc', 'grpc-web', 'http_proxy']);
const TCP = new Set(['tcp', 'tls', 'https', 'mongo', 'redis', 'mysql', 'hbone', 'double-hbone']);

/** Server-first, hence never looked at (Istio: pkg/config/kube/conversion.go). */
const WELL_KNOWN = new Set([25, 53, 3306, 27017]);

/** The protocol of a ServiceEntry's port (Istio: pkg/config/protocol/instance.go). @internal */
export function treatmentOf(protocol: string | undefined): Treatment {
  const name = (protocol ?? '').toLowerCase();
  if (HTTP.has(name)) {
    return 'http';
  }
  if (name === 'udp') {
    return 'udp';
  }
  return TCP.has(name) ? 'tcp' : 'auto';
}

/** The protocol of a Service's port (Istio: `ConvertProtocol`). @internal */
export function treatmentOfServicePort({ appProtocol, name, port, protocol }: any): Treatment {
  if (protocol === 'UDP') {
    return 'udp';
  }
  const told = appProtocol ?? name ?? '';
  const special: { readonly [name: string]: Treatment | undefined } = {
    'kubernetes.io/h2c': 'http',
    'kubernetes.io/ws': 'http',
    'kubernetes.io/wss': 'tcp',
  };
  if (appProtocol !== undefined && special[appProtocol]) {
    return special[appProtocol];
  }
  const prefix = /^grpc-web/i.test(told) ? 'grpc-web' : told.split('-')[0];
  const found = treatmentOf(prefix);
  return found === 'auto' && WELL_KNOWN.has(port) ? 'tcp' : found;
}
