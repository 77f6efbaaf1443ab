import { DnsRecords } from '../../src/analysis/dns/records';
import { objectsOf } from '../../src/analysis/world/objects';
import { TextAt } from '../../src/analysis/world/world';

const SOURCE = { file: 'dns.yaml', line: 1 };
const NO_ADDRESS = /^E(NOTFOUND|NODATA|REFUSED|SERVFAIL)$/;

/**
 * What `mesh reach` says that names resolve to, from the same objects, against what the server
 * answered: it may not know, but it may not be wrong.
 */
export class Foretold {
  public known = 0;
  private unclear = 0;
  public problem?: string;

  public compare(
    objects: readonly object[],
    answers: ReadonlyMap<string, string>,
    corefiles: readonly TextAt[] = [],
  ): void {
    const manifests = objects.flatMap(one => objectsOf(one, SOURCE, () => 1).manifests);
    const given = [...answers].filter(([, answer]) => !answer.startsWith('does not start'));
    const dns = new DnsRecords({ name: 'cluster', manifests, corefiles });
    for (const [host, answer] of given) {
      const records = dns.of(host);
      if ('unclear' in records) {
        this.unclear++;
        continue;
      }
      this.known++;
      const addresses = records.addresses.filter(one => !one.includes(':')).join();
      const isSame = addresses === '' ? NO_ADDRESS.test(answer) : addresses === answer;
      if (!isSame) {
        this.problem ??= `${host} is ${answer}, and foretold is "${addresses}", of ${JSON.stringify(objects[0])}`;
      }
    }
  }

  public get note(): string {
    return `of ${this.known + this.unclear} answers ${this.known} were foretold, the others are said to be unknown`;
  }
}

/** A server of DNS with the address that all of them have here, as a cluster would have it. */
export function serverObjects(ports: readonly number[], corefile: string): object[] {
  const metadata = { name: 'dns', namespace: 'istio-system' };
  const labels = { app: 'dns' };
  const volumes = [{ name: 'config', configMap: { name: 'dns' } }];
  return [
    { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { Corefile: corefile } },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { clusterIP: '10.9.0.53', selector: labels, ports: ports.map(port => ({ port })) },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { volumes } },
      },
    },
  ];
}
