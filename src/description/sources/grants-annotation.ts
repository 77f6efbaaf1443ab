import { Problems } from '../../problems/problems';
import { GrantProps } from '../service-props';

/**
 * Reads the annotation by which a Service says who may call it: a comma-separated list of
 * `<cluster>/<namespace>/<service account>`, with `*` for any, or of `everyone`. Trailing parts may
 * be omitted, as in `cluster1/foo` or `cluster1`.
 *
 * @internal
 */
export function readGrants(text: string, service: string, problems: Problems): GrantProps[] {
  return text
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '')
    .flatMap((part): GrantProps[] => {
      if (part === 'everyone') {
        return [{ services: [service], everyone: true }];
      }
      const names = part.split('/');
      if (
        names.length > 3 ||
        names.some(name => !/^(\*|[a-z0-9]([-a-z0-9.]*[a-z0-9])?)$/.test(name)) ||
        names.every(name => name === '*')
      ) {
        problems.report('MESH158', `"${part}" does not say who may call`);
        return [];
      }
      const [clusters, namespaces, serviceAccounts] = names.map(name =>
        name === '*' ? undefined : [name],
      );
      return [{ services: [service], ...defined({ clusters, namespaces, serviceAccounts }) }];
    });
}

function defined<T extends object>(record: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(record).filter(([, value]) => value !== undefined),
  ) as Partial<T>;
}
