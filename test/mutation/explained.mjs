// Mutants that none of these tests can notice, with the reason. They count as survivors nonetheless.
// Without `replacement`, whatever stands in place of the original.
const NO_NAME = 'any text does that is no name';
const REAL_SAMPLES =
  'conformance/trust asks with the real files of Istio, which are not ours to copy';

const inFile = (file, ...mutants) =>
  mutants.map(([original, why, replacement]) => ({ file, original, why, replacement }));

export const EXPLAINED = [
  ...inFile('src/manifests/traffic/modern/destination-rule.ts', [
    'algorithm && ALGORITHMS[algorithm]',
    'the words of the description are those of Istio',
    'algorithm || ALGORITHMS[algorithm]',
  ]),
  ...inFile(
    'src/model/services/grants.ts',
    ["''", NO_NAME],
    ['[]', 'a grant that does not say who is refused (MESH403), and nothing grants to no service'],
  ),
  ...inFile('src/model/services/authorization.ts', ["''", NO_NAME]),
  ...['src/model/services/caller-settings.ts', 'src/model/services/routes.ts'].flatMap(file =>
    inFile(file, ['[]', NO_NAME]),
  ),
  ...inFile('src/model/services/object-names.ts', [
    'callers.get(serviceKey(named))?.has',
    'both lists have the same services',
    'callers.get(serviceKey(named)).has',
  ]),
  ...inFile('src/model/hosts/hosts.ts', [
    'false',
    'the classic mechanism writes nothing for what an egress gateway passes on',
    'true',
  ]),
  ...inFile('src/model/hosts/namespaces.ts', [
    'namespace !== undefined',
    'no namespace is called undefined',
    'true',
  ]),
  ...inFile(
    'src/model/services/services.ts',
    [
      '[]',
      'without accounts Istio 1.20 and later is refused (MESH332), and the versions before name none',
    ],
    ["key === 'workloadNamespace'", 'what is wrong with a name is said once', 'true'],
  ),
  ...inFile(
    'src/model/services/shared-pods.ts',
    ...[
      'services.filter(({ selector }) => Object.keys(selector).length > 0)',
      'Object.keys(selector).length > 0',
    ].map(original => [original, 'services without a selector are found to share with none']),
  ),
  ...inFile('src/model/trust/check-certificates.ts', [
    '{ return false; }',
    'undefined is as good as false',
  ]),
  ...inFile('src/model/trust/check-delivery.ts', [
    'option !== undefined',
    'no option is called "undefined"',
    'true',
  ]),
  ...inFile('src/model/trust/resolve-cacerts.ts', ["''", 'a lock always comes with a cluster']),
  ...inFile(
    'src/model/trust/ca-policy.ts',
    ...[
      "'f0592d4d660052580d0c0bfe09f9a4d795ad8ab7c2fa86c33276fbb352145ee5'",
      "'42d8cfd1102e06e3f2579e68f9db4f787ec9cbcd1f19f1bae7934cee918c2fef'",
      "'42d0f6531c3afb84b72f12f458fa35dc74402771fed9b27ad48a665474dde501'",
      "'88e809261b157f0db238901c0033e6bfeba79793c20ab8af41963cdd41ce6600'",
      "'7c5f2208b98507d0d6f1fda0a6609e93fbb7fb434d39ed78b71e305e23d7a46d'",
      "'61f107b25c92688bb732fd97cd28a7c7308a3f26e8b7bfb640c34106f8d3d81d'",
    ].map(fingerprint => [fingerprint, REAL_SAMPLES]),
  ),
  ...inFile(
    'src/model/dns/existing-values.ts',
    ['[]', 'no anchor and no plugin is called so'],
    ["''", 'no plugin and no zone is called so'],
    ['anchor === undefined', 'no alias leads to undefined', 'false'],
  ),
  ...inFile('src/model/dns/existing-servers.ts', ['[]', 'no plugin is called so']),
  ...inFile(
    'src/model/dns/stub.ts',
    ...['!isTextMap(data)', '{ return { stubDomains: {} }; }', '{ stubDomains: {} }'].map(
      original => [original, 'a ConfigMap of another form is refused before (MESH233)'],
    ),
  ),
  ...inFile(
    'src/model/dns/server-ip.ts',
    ['sixteenth < 16n', 'at the limit both are the same', 'sixteenth <= 16n'],
    ['sixteenth > 256n', 'at the limit both are the same', 'sixteenth >= 256n'],
  ),
  ...inFile(
    'src/model/dns/zone-forms.ts',
    ['forwardTo === undefined', 'it is refused before (MESH606)', 'false'],
    ['{ return undefined; }', 'it is refused before (MESH606)'],
  ),
  ...inFile(
    'src/model/dns/resolve-dns.ts',
    [
      'serverIp === undefined',
      'the modes that ask a server have its address (MESH214), and no other reads it',
      'false',
    ],
    [
      'serverIp !== undefined',
      'the modes in which kube-dns is read have the address of a server (MESH214, MESH606)',
      'true',
    ],
  ),
  ...inFile('src/model/dns/records.ts', ['[]', 'no label is too few, as one is']),
  ...inFile(
    'src/model/dns/existing.ts',
    ['maps.every(isMap)', 'there is one', 'maps.some(isMap)'],
    [
      'documents.every(one => one.problems.length === 0)',
      'there is one document, or no text',
      'documents.some(one => one.problems.length === 0)',
    ],
  ),
  ...inFile('src/model/dns/present-corefile.ts', [
    'kubernetes && coreDnsOf(kubernetes.minor)',
    'what kubeadm writes is right for the CoreDNS that it installs',
    'false',
  ]),
  ...inFile(
    'src/manifests/dns/forms/rke2-chart.ts',
    ['[]', 'only numbers are looked for in it'],
    ['false', 'that no key is there twice has been seen', 'true'],
  ),
  ...inFile('src/manifests/gitops/flux.ts', [
    '() => false',
    'undefined is as good as false',
    '() => undefined',
  ]),
  ...inFile('src/manifests/gitops/sail.ts', [
    '/^v/',
    'a version has a "v" at its start only',
    '/v/',
  ]),
  ...inFile('src/model/profiles/classic.ts', ['[]', 'a text has neither revision nor clusters']),
  ...inFile('src/model/placeholders.ts', ['[]', 'a text without a placeholder says nothing']),
  ...inFile(
    'src/model/clusters/clusters.ts',
    ["''", 'any text does that is no CIDR'],
    ['trustDomain !== undefined', '"undefined" would be a right one', 'true'],
    ['value !== undefined', '"undefined" would be a right one', 'true'],
  ),
  ...inFile('src/model/clusters/egress.ts', ['[]', 'no namespace is called so']),
  ...inFile('src/model/clusters/existing-istio.ts', ['[]', 'a text has no port']),
  ...inFile('src/model/clusters/gateways.ts', ['[]', 'the chart has no value that is called so']),
  ...inFile(
    'src/model/clusters/given-values.ts',
    ["''", 'a text that is no map is refused like an empty one'],
    ['first?.problems', 'a text has a document, if only an empty one', 'first.problems'],
    ['first?.values', 'a text has a document, if only an empty one', 'first.values'],
    ['flaw !== undefined', 'where there is a flaw there are no values', 'false'],
  ),
  ...inFile(
    'src/model/clusters/helm-values.ts',
    ['!values', 'what is undefined is copied as that', 'false'],
    ['{ return undefined; }', 'what is undefined is copied as that'],
    [
      'touched.some(([owned]) => owned.length === path.length)',
      'no value of ours is within another of ours',
      'touched.every(([owned]) => owned.length === path.length)',
    ],
  ),
  ...inFile(
    'src/model/resolve-mesh.ts',
    ['[]', 'a text is no service and no Sidecar'],
    [
      'props.clusters.find(({ name }) => name === cluster.name)?.sidecars',
      'each cluster is found in the description that it is from',
    ],
    [
      "typeof value === 'object' && value !== null && !Object.isFrozen(value)",
      'to freeze again what is frozen changes nothing',
      "typeof value === 'object' && value !== null || !Object.isFrozen(value)",
    ],
    ...["typeof value === 'object' && value !== null", "typeof value === 'object'"].map(
      original => [original, 'what is no object is frozen as it is'],
    ),
    ['value !== null', 'null is frozen as it is', 'true'],
  ),
];
