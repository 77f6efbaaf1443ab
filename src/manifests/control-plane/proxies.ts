/** @internal */
export const RESTART_COMMAND = 'kubectl rollout restart deployment -n <namespace>';

/** @internal */
export const RESTART_WORKLOADS = `restart the workloads (\`${RESTART_COMMAND}\`)`;

/** A proxy may be an ordinary container, or run beside the init containers. */
const LIST_OF_PROXIES = ['containers', 'initContainers']
  .map(
    field =>
      `{{range .spec.${field}}}{{if eq .name "istio-proxy"}}proxy {{$pod.namespace}}/{{$pod.name}} {{$pod.uid}}{{"\\n"}}{{end}}{{end}}`,
  )
  .join('');

/**
 * A list of all proxies, gateways and workloads alike, and what each of them says of itself.
 *
 * @internal
 */
export function askProxies(cluster: string): string[] {
  const file = evidenceFile(cluster);
  return [
    `echo 'cluster ${cluster}' > ${file}`,
    'kubectl get pods -A --field-selector status.phase=Running -o \\',
    `  go-template='{{range .items}}{{$pod := .metadata}}${LIST_OF_PROXIES}{{end}}' >> ${file}`,
    `for proxy in $(grep '^proxy ' ${file} | cut -d ' ' -f 2); do`,
    '  echo "answer $proxy"',
    '  istioctl proxy-config secret "${proxy#*/}.${proxy%/*}" -o json',
    `done >> ${file}`,
  ];
}

/** For a template of kubectl: a Secret and some of its files, on one line. @internal */
export const objectWith = (...files: string[]): string =>
  `{{.metadata.namespace}}/{{.metadata.name}} {{.metadata.uid}}${files
    .map(file => ` {{index .data "${file}"}}`)
    .join('')}{{"\\n"}}`;

/** Where the evidence of a rotation is kept until `mesh ca confirm` reads it. @internal */
export const evidenceFile = (cluster: string): string => `/tmp/${cluster}-evidence`;
