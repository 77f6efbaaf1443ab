import { ServiceProps } from './service-props';
import { Place } from '../problems/place';

/** A service under one of its names. @internal */
export interface NamedService {
  readonly name: string;
  readonly namespace: string;
  readonly props: ServiceProps;
  /** true for a further name */
  readonly isAlias: boolean;
  /** where the service says the name */
  readonly place: Place;
}

/** A service under each of its names, its own first. @internal */
export function namesOf(props: ServiceProps): NamedService[] {
  const { name, namespace, aliases = [] } = props;
  const further = aliases.map((alias, i) => {
    const [aliasName, aliasNamespace = ''] = alias.split('.');
    return {
      name: aliasName,
      namespace: aliasNamespace,
      props,
      isAlias: true,
      place: ['aliases', i],
    };
  });
  return [{ name, namespace, props, isAlias: false, place: ['name'] }, ...further];
}
