import { Problems } from '../../problems/problems';
import { GrantProps } from '../service-props';

/**
 * Reads the annotation by which a Service says who may call it: a comma-separated list of
 * `<cluster>/<namespace>/<service account>`, each of them `*` for all, or of `everyone`.
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
      if (names.length !== 3 || !names.every(name => NAME.test(name))) {
        problems.report('MESH158', `"${part}" does not say who may call`);
        return [];
      }
      const [clusters, namespaces, serviceAccounts] = names.map(name => [name]);
      return [{ services: [service], clusters, namespaces, serviceAccounts }];
    });
}

const NAME = /^(\*|[a-z0-9]([-a-z0-9.]*[a-z0-9])?)$/;
