import { error, warning } from './code-info';

/** 26x: gateways and what their installation is told. @internal */
export const GATEWAYS = {
  MESH260: error(
    'Port of the gateway is the one of its health checks',
    'At port 15021 of its Service a gateway tells load balancers that it is ready, so calls from other clusters cannot come in there.',
    'Choose another port for the address.',
    'Istio: manifests/charts/gateway/values.yaml, service.ports',
  ),
  MESH261: error(
    "Setting does not fit the gateway's Service",
    'Kubernetes refuses the Service, or leaves the setting out without a word.',
    'Remove the setting, or give the Service the `type` that has it.',
    'Kubernetes: ValidateService',
  ),
  MESH262: error(
    'Number of pods is not usable',
    'Without a pod the gateway passes nothing on, and a number cannot be fixed and follow the load.',
    'Give `replicas`, or `minReplicas`, `maxReplicas` and `targetCpuPercent`: whole numbers from 1, the greatest number of pods not below the least one.',
    'Istio: manifests/charts/gateway/templates/hpa.yaml',
  ),
  MESH263: error(
    'Helm value is for the mesh to write',
    'Two places would say what the value is, and calls depend on it.',
    'Remove it from `helmValues`.',
  ),
  MESH264: error(
    'Not a Helm value',
    'Helm reads values as YAML, which has maps, lists, texts, numbers, booleans and null. A map key that every JavaScript object has cannot be written.',
    'Give plain data.',
  ),
  MESH265: warning(
    'Gateway port that no values publish',
    'The charts of Istio 1.1 to 1.7 publish port 15443 of the gateway; node ports are numbers of their own choice there, and other ports are not mapped.',
    "Publish the port yourself, e.g. by the Service's `nodePort` or in the load balancer, and accept this warning.",
    'Istio 1.7: manifests/charts/gateways/istio-ingress/values.yaml',
  ),
  MESH266: error(
    'Not a pattern of hosts',
    'A Gateway holds a host or all below a name.',
    'Write a DNS name, or `*.` and one, without a namespace, e.g. "*.local".',
    'Istio: ValidateGateway',
  ),
  MESH267: warning(
    'Another Gateway may hold the same hosts',
    "The Gateway `cross-network-gateway` of Istio's documentation holds `*.local`. If it is there, ours and it make two filter chains for each of these hosts, and Envoy refuses the listener: no call comes in any more.",
    "Say in `gateway.otherGatewayHosts` what others hold: `['*.local']` if it is there, `[]` if it is not.",
    'istio/istio#42050, #59600',
  ),
  MESH268: error(
    'Labels of two gateways overlap',
    'The Gateway of one would hold for the pods of the other too: what calls leave by would come in, and a host on both makes Envoy refuse the listener.',
    'Give each gateway labels that the pods of the other do not have.',
    'Istio: PushContext.mergeGateways',
  ),
} as const;
