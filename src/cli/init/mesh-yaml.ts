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
  const [calling, serving] = [all[0].name, all[all.length - 1].name];
  const trustDomainOf = (name: string) => `${name}.${suffix}`;
  return `# yaml-language-server: $schema=node_modules/cdk8s-istio-multicluster/schema/mesh.schema.json

# By the schema above, editors complete this file and mark what is wrong with a value.

# A service of another cluster is called <name>.<namespace>.<suffix>. The suffix must be nobody else's.
suffix: ${quoted(suffix)}

# The pods of a service refuse whoever is not granted. \`audit\` lets everybody in, and counts.
authorization: enforce

# What holds for all clusters; a cluster may say otherwise.
clusterDefaults:
  - istio: ${quoted(istio)}

# Each cluster has its own Istio. The address is that of its east-west gateway, as other clusters
# see it: an IP, or the host name of a load balancer. A cluster that only calls needs no gateway.
# With a trust domain of its own, nobody takes its workloads for those of another cluster.
clusters:
${all
  .map(({ name, address }) => {
    const serves = name === serving && calling !== serving;
    return clusterEntry(name, address, trustDomainOf(name), serves && trustDomainOf(calling));
  })
  .join('')}
# What clusters offer to others. Replace this one by yours.
services:
  - name: httpbin
    namespace: bar
    clusters: [${quoted(serving)}]
    ports:
      - { number: 8000, protocol: HTTP, targetPort: 8080 }
    selector: { app: httpbin } # labels of the pods
    serviceAccounts: [httpbin] # of the pods: callers accept no other server
    localCallers: [] # who calls it in its own cluster: [{ namespace: foo, serviceAccounts: [sleep] }]

# Who may call what. Without a grant there is no way in; ['*'] stands for all.
grants:
  - services: [httpbin.bar]
    clusters: [${quoted(calling)}]
    namespaces: [foo]
    serviceAccounts: [sleep]
`;
}

function clusterEntry(
  name: string,
  address: string,
  trustDomain: string,
  callers: string | false,
): string {
  return [
    `  - name: ${quoted(name)}`,
    `    gateway: { addresses: [${quoted(address)}] }`,
    `    trustDomain: ${quoted(trustDomain)}`,
    ...(callers
      ? [`    trustDomainAliases: [${quoted(callers)}] # of the clusters that call it`]
      : []),
    '',
  ].join('\n');
}

/** A word as it is, and all else in quotes, which YAML reads as JSON does. */
const quoted = (text: string): string =>
  /^[a-z][a-z.-]*[a-z]$/.test(text) && !/^(true|false|null|yes|no|on|off)$/.test(text)
    ? text
    : JSON.stringify(text);
