import { Service } from '../../model/mesh';
import { remember } from '../../values/remember';

/**
 * Which of the services of a cluster may have pods in common: those whose selectors do not
 * contradict each other.
 *
 * Services are found by one label of their selectors, so that thousands in one namespace need no
 * look at every pair.
 *
 * @internal
 */
export class SharedPods {
  private readonly namespaces = new Map<string, Namespace>();

  public constructor(services: readonly Service[]) {
    for (const service of services) {
      remember(this.namespaces, service.workloadNamespace, () => new Namespace()).add(service);
    }
  }

  /**
   * The services that may have a pod and a port in common with this one, itself among them: at the
   * pod nobody can tell which was called.
   */
  public sharing(service: Service): readonly Service[] {
    return this.namespaces
      .get(service.workloadNamespace)!
      .candidates(service)
      .filter(other => mayHaveOnePod(service, other) && mayHaveOnePort(service, other));
  }
}

class Namespace {
  private readonly services: Service[] = [];
  private readonly byLabel = new Map<string, Service[]>();
  private readonly withoutKey = new Map<string, readonly Service[]>();

  public add(service: Service): void {
    this.services.push(service);
    for (const [key, value] of Object.entries(service.selector)) {
      remember(this.byLabel, `${key}=${value}`, (): Service[] => []).push(service);
    }
  }

  /** Those that agree with a service on one label of its selector, or do not ask for it. */
  public candidates({ selector }: Service): readonly Service[] {
    const label = Object.entries(selector)[0];
    if (!label) {
      return this.services;
    }
    const [key, value] = label;
    const others = remember(this.withoutKey, key, () =>
      this.services.filter(other => !(key in other.selector)),
    );
    return [...this.byLabel.get(`${key}=${value}`)!, ...others];
  }
}

function mayHaveOnePod(a: Service, b: Service): boolean {
  return Object.entries(a.selector).every(([key, value]) => (b.selector[key] ?? value) === value);
}

/** A port without a number is found by its name, and may be any. */
function mayHaveOnePort(a: Service, b: Service): boolean {
  return a.ports.some(({ targetPort }) =>
    b.ports.some(
      other =>
        targetPort === undefined ||
        other.targetPort === undefined ||
        targetPort === other.targetPort,
    ),
  );
}
