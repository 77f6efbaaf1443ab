import { ClusterProps } from '../../description/cluster-props';
import { GlobalServiceEntryProps } from '../../description/global-service-entry-props';
import { GrantProps, ServiceProps } from '../../description/service-props';
import { Problems } from '../../problems/problems';
import { IstioVersion } from '../../values/istio-version';

/**
 * What a generation of Istio asks of a description, and what it takes for granted. How its objects
 * look is a `Mechanism`.
 *
 * @internal
 */
export interface ProfileRules {
  /** value of the label `istio` on the pods of the east-west gateway */
  readonly gatewayLabel: string;
  /** where the egress gateway runs */
  readonly egressNamespace: (rootNamespace: string) => string;
  /** true when the egress gateway must have its namespace to itself */
  readonly isEgressAlone: boolean;
  /** true when the gateway's hosts are listed one by one */
  readonly listsHosts: boolean;
  /** true when AuthorizationPolicies are written */
  readonly authorizes: boolean;
  /** true when a container port of the same name wins over `targetPort` */
  readonly portNamesWin: boolean;
  /** names of the objects of a service under one of its names, as far as others may have them */
  readonly objectNames: (
    named: { readonly name: string; readonly namespace: string },
    service: ServiceProps,
  ) => string[];
  readonly checkCluster: (cluster: ClusterProps, problems: Problems) => void;
  /** of an address of the gateway, where nothing else says what the Service publishes */
  readonly checkGatewayPort: (port: number, problems: Problems) => void;
  readonly checkService: (service: ServiceProps, problems: Problems) => void;
  readonly checkGrant: (grant: GrantProps, problems: Problems) => void;
  /** for a host that stands alone */
  readonly checkHost: (
    props: GlobalServiceEntryProps,
    istio: IstioVersion,
    problems: Problems,
  ) => void;
}
