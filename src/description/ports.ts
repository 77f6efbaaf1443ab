import { Protocol } from './enums';
import { ServicePort } from './service-props';
import { Problems } from '../problems/problems';

/**
 * The default name holds the number: no container port is called so by chance, which would win over
 * `targetPort`.
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

/** The same reason whether a file or a program says UDP. @internal */
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
