import { POD_NAME } from './pod-labels';
import { MembersProps, ServiceProps } from './service-props';
import { Place } from '../problems/place';

/** A service under one of its names. @internal */
export interface NamedService {
  /** with a dot for a member, `<pod>.<name>`, and for the name in Kubernetes, `<name>.svc` */
  readonly name: string;
  readonly namespace: string;
  readonly props: ServiceProps;
  /** true for a further name, or that of a member */
  readonly isAlias: boolean;
  /** the name that a Service of Kubernetes has: the host has another form */
  readonly isKubernetesName?: boolean;
  /** labels that not all of its pods have */
  readonly memberLabels?: { readonly [label: string]: string };
  /** where the service says the name */
  readonly place: Place;
}

/** A service under each of its names, its own first. @internal */
export function namesOf(props: ServiceProps): NamedService[] {
  const { name, namespace, aliases = [], members } = props;
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
  const ofMembers = podsOf(name, members).map(pod => ({
    name: `${pod}.${name}`,
    namespace,
    props,
    isAlias: true,
    memberLabels: { [POD_NAME]: pod },
    place: ['members'],
  }));
  const inKubernetes = {
    name: `${name}.svc`,
    namespace,
    props,
    isAlias: true,
    isKubernetesName: true,
    place: ['kubernetesName'],
  };
  return [
    { name, namespace, props, isAlias: false, place: ['name'] },
    ...further,
    ...ofMembers,
    ...(props.kubernetesName ? [inKubernetes] : []),
  ];
}

/** As many as a description may have; more would fill the memory. @internal */
export const MOST_MEMBERS = 1000;

/** The names of the pods. @internal */
export function podsOf(service: string, members: MembersProps | undefined): string[] {
  const { replicas = 0, start = 0, statefulSet = service } = members ?? {};
  const isSound = replicas >= 0 && replicas <= MOST_MEMBERS;
  return Array.from({ length: isSound ? replicas : 0 }, (_, i) => `${statefulSet}-${start + i}`);
}
