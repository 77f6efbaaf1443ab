import { Protocol } from '../../description/enums';
import { defaultPortName, portName, reportProtocol } from '../../description/ports';
import { ServicePort } from '../../description/service-props';
import { Problems } from '../../problems/problems';
import { Profile } from '../../values/istio-version';
import { checkLabelName, isKeyOfEveryObject } from '../../values/names';
import { byText } from '../../values/order';
import { Port } from '../mesh';
import { PROFILES } from '../profiles/profiles';

/** @internal */
export function checkPorts(
  ports: readonly ServicePort[],
  profile: Profile,
  problems: Problems,
): void {
  if (ports.length === 0) {
    problems.report('MESH307', 'the service has no port');
  }
  if (ports.length > MAX_PORTS) {
    problems.report('MESH309', `the service has ${ports.length} ports`);
  }
  ports.forEach((port, i) => checkPort(port, profile, problems.at(i)));
  reportShared(ports, port => port.number, 'number', problems);
  reportShared(ports, portName, 'name', problems);
}

/** Limit of Istio's CRD for the ports of an endpoint (`maxProperties`). @internal */
export const MAX_PORTS = 128;

/** The same for their names (a rule on its keys). @internal */
export const MAX_NAME = 62;

/** The ports as every side of the mesh writes them, by number. @internal */
export function resolvePorts(ports: readonly ServicePort[]): Port[] {
  return [...ports]
    .sort((a, b) => a.number - b.number || byText(portName)(a, b))
    .map(port => ({
      number: port.number,
      name: portName(port),
      protocol: port.protocol,
      targetPort: port.targetPortName === undefined ? (port.targetPort ?? port.number) : undefined,
    }));
}

/**
 * True when Envoy tells such services apart by host name, so that they need no address of their
 * own.
 *
 * @internal
 */
export function isHttp(protocol: Protocol): boolean {
  return [Protocol.HTTP, Protocol.HTTP2, Protocol.GRPC].includes(protocol);
}

function checkPort(port: ServicePort, profile: Profile, problems: Problems): void {
  checkPortNumber(port.number, problems.at('number'));
  if (port.targetPort !== undefined) {
    checkPortNumber(port.targetPort, problems.at('targetPort'));
  }
  if (!Object.values<string>(Protocol).includes(port.protocol)) {
    reportProtocol(port.protocol, problems.at('protocol'));
  }
  if (port.targetPortName !== undefined) {
    checkTargetPortName(port, problems);
  } else if (port.name !== undefined) {
    checkPortName(port.name, problems.at('name'));
    if (PROFILES[profile].portNamesWin && port.name !== defaultPortName(port)) {
      problems
        .at('name')
        .report(
          'MESH306',
          `a container port called "${port.name}" would win over the target port ${port.targetPort ?? port.number}`,
        );
    }
  }
}

function checkPortName(name: string, problems: Problems): void {
  checkLabelName(name, 'port name', problems);
  if (name.length === MAX_NAME + 1) {
    problems.report(
      'MESH201',
      `port name "${name}" has ${name.length} characters`,
      `Use at most ${MAX_NAME}: Istio takes no longer ones in endpoints.`,
    );
  }
}

/** Kubernetes: `IANA_SVC_NAME`. @internal */
export const CONTAINER_PORT_NAME = /^(?=.*[a-z])(?!.*--)[a-z0-9]([-a-z0-9]{0,13}[a-z0-9])?$/;

function checkTargetPortName(port: ServicePort, problems: Problems): void {
  const name = port.targetPortName!;
  if (isKeyOfEveryObject(name)) {
    problems
      .at('targetPortName')
      .report(
        'MESH201',
        `target port name "${name}" is a name that cdk8s cannot write`,
        'Give the port number in `targetPort`, or rename the container port.',
      );
  }
  if (!CONTAINER_PORT_NAME.test(port.targetPortName!)) {
    problems
      .at('targetPortName')
      .report(
        'MESH201',
        `target port name "${port.targetPortName}" is not the name of a container port`,
        'Use at most 15 lower-case letters, digits and single "-", at least one of them a letter.',
      );
  }
  if (port.targetPort !== undefined) {
    problems
      .at('targetPort')
      .report(
        'MESH308',
        `target port ${port.targetPort} and target port name "${port.targetPortName}" are both given`,
      );
  }
  if (port.name !== undefined && port.name !== port.targetPortName) {
    problems
      .at('name')
      .report(
        'MESH308',
        `port name "${port.name}" differs from the target port name "${port.targetPortName}", which it has to be`,
      );
  }
}

function checkPortNumber(number: number, problems: Problems): void {
  if (!Number.isInteger(number) || number < 1 || number > 65535) {
    problems.report('MESH303', `port ${number} is out of range`);
  }
}

function reportShared(
  ports: readonly ServicePort[],
  key: (port: ServicePort) => string | number,
  what: string,
  problems: Problems,
): void {
  const used = new Set<string | number>();
  ports.map(key).forEach((value, i) => {
    if (used.has(value)) {
      problems.at(i).report('MESH304', `port ${what} "${value}" is used twice`);
    }
    used.add(value);
  });
}
