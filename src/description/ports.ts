import { Protocol } from './enums';
import { ServicePort } from './service-props';
import { Problems } from '../problems/problems';
import { byText } from '../values/order';

/**
 * The name of a port in the mesh.
 *
 * The default contains the number, so that no container port has the same name by accident: it
 * would win over `targetPort`.
 *
 * @internal
 */
export function portName(port: ServicePort): string {
  return port.targetPortName ?? port.name ?? defaultPortName(port);
}

/** @internal */
export function defaultPortName(port: ServicePort): string {
  return `${String(port.protocol).toLowerCase()}-${port.number}`;
}

/**
 * What two declarations of a service must agree on, e.g. `8000 http-8000 HTTP → 8080`.
 *
 * @internal
 */
export function describePorts(ports: readonly ServicePort[]): string {
  return [...ports]
    .sort((a, b) => a.number - b.number || byText(portName)(a, b))
    .map(({ targetPort, ...port }) => {
      const target =
        targetPort === undefined || targetPort === port.number ? '' : ` → ${targetPort}`;
      return `${port.number} ${portName(port)} ${port.protocol}${target}`;
    })
    .join(', ');
}

/** Gives the same reason for a description in a file and for one in a program. @internal */
export function reportProtocol(protocol: unknown, problems: Problems): void {
  const meant = Object.values(Protocol).find(known => known === String(protocol).toUpperCase());
  if (meant) {
    problems.report(
      'MESH104',
      `"${protocol}" is not one of the values`,
      `Did you mean "${meant}"?`,
    );
    return;
  }
  problems.report(
    'MESH305',
    `protocol "${protocol}" cannot cross the gateway${protocol === 'UDP' ? ': it routes by the TLS server name, which UDP has not' : ''}`,
  );
}
