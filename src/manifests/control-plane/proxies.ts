/** @internal */
export const RESTART_WORKLOADS =
  'restart the workloads (`kubectl rollout restart deployment -n <namespace>`)';

/** What each proxy says of itself, gateways and workloads alike. @internal */
export function askProxies(file: string): string[] {
  return [
    'for pod in $(kubectl get pods -A -o jsonpath=\'{range .items[?(@.metadata.annotations.sidecar\\.istio\\.io/status)]}{.metadata.name}.{.metadata.namespace}{"\\n"}{end}\'); do',
    '  istioctl proxy-config secret "$pod" -o json',
    `done > ${file}`,
  ];
}

/** Where the evidence of a rotation is kept until `mesh ca confirm` reads it. @internal */
export const evidenceFile = (cluster: string): string => `/tmp/${cluster}-evidence`;
