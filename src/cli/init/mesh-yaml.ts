/** What `mesh init` has to know. @internal */
export interface MeshAnswers {
  /** empty when nobody has said any */
  readonly clusters: ReadonlyArray<{ readonly name: string; readonly address: string }>;
  readonly suffix: string;
  readonly istio: string;
}

/** A description to begin with. Synth refuses it as long as something stands in `<>` (MESH105). */
const UNKNOWN = ['east', 'west'].map(name => ({ name, address: `<gateway address of ${name}>` }));

/** The text of a description, with comments for whoever reads one for the first time. @internal */
export function meshYaml({ clusters, suffix, istio }: MeshAnswers): string {
  const all = clusters.length > 0 ? clusters : UNKNOWN;
  const serving = all[all.length - 1].name;
  return `# yaml-language-server: $schema=node_modules/cdk8s-istio-multicluster/schema/mesh.schema.json

# A service of another cluster is called <name>.<namespace>.<suffix>. The suffix must be nobody else's.
suffix: ${quoted(suffix)}

# The pods of a service refuse whoever is not granted. \`audit\` lets everybody in, and counts.
authorization: enforce

# What holds for all clusters; a cluster may say otherwise.
clusterDefaults:
  - istio: ${quoted(istio)}

# Each cluster has its own Istio. The address is that of its east-west gateway, as other clusters
# see it: an IP, or the host name of a load balancer. A cluster that only calls needs no gateway.
clusters:
${all.map(clusterEntry).join('')}
# What clusters offer to others. Replace this one by yours.
services:
  - name: httpbin
    namespace: bar
    clusters: [${quoted(serving)}]
    ports:
      - { number: 8000, protocol: HTTP, targetPort: 8080 }
    selector: { app: httpbin } # labels of the pods
    serviceAccounts: [httpbin] # of the pods: callers accept no other server
    localCallers: [] # who calls it in its own cluster: [{ namespace: foo, serviceAccount: sleep }]

# Who may call what. Without a grant there is no way in; ['*'] stands for all.
grants:
  - services: [httpbin.bar]
    clusters: [${quoted(all[0].name)}]
    namespaces: [foo]
    serviceAccounts: [sleep]
`;
}

function clusterEntry({ name, address }: MeshAnswers['clusters'][number]): string {
  return `  - name: ${quoted(name)}\n    gateway: { addresses: [${quoted(address)}] }\n`;
}

/** A word as it is, and all else in quotes, which YAML reads as JSON does. */
const quoted = (text: string): string =>
  /^[a-z][a-z.-]*[a-z]$/.test(text) && !/^(true|false|null|yes|no|on|off)$/.test(text)
    ? text
    : JSON.stringify(text);
