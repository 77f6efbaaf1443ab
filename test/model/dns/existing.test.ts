import { DnsObject, readExisting, reportUnknown } from '../../../src/model/dns/existing';
import { Problems } from '../../../src/problems/problems';

const CUSTOM = 'kind: ConfigMap\nmetadata: {name: coredns-custom}\n';

function read(text: string | undefined, ...kept: DnsObject[]) {
  const problems = new Problems();
  const existing = readExisting(text, kept, problems);
  return { existing, problems: problems.all };
}

test('nothing is known where nothing is said', () => {
  const { existing, problems } = read(undefined, 'coredns-custom');
  expect([existing.knows('coredns-custom'), existing.get('coredns-custom')]).toEqual([
    false,
    undefined,
  ]);
  expect(problems).toEqual([]);
});

test.each(['none', ' none\n'])('%j says that there is none', text => {
  const { existing, problems } = read(text, 'coredns-custom');
  expect([existing.knows('coredns-custom'), existing.get('coredns-custom')]).toEqual([
    true,
    undefined,
  ]);
  expect(problems).toEqual([]);
});

test('what is refused is not known', () => {
  const { existing, problems } = read(`${CUSTOM}data: 7\n`, 'coredns-custom');
  expect(problems.map(({ code }) => code)).toEqual(['MESH233']);
  expect(existing.knows('coredns-custom')).toBe(false);
});

describe('notes of tools about what they wrote are left to them, everything else is kept', () => {
  test.each<[string, boolean]>([
    ['kubectl.kubernetes.io/last-applied-configuration', false],
    ['objectset.rio.cattle.io/hash', false],
    ['argocd.argoproj.io/tracking-id', false],
    ['argocd.argoproj.io/tracking-id-of-ours', true],
    ['my.argocd.argoproj.io/tracking-id', true],
    ['my.kubectl.kubernetes.io/note', true],
    ['kubectl.kubernetes.io', true],
  ])('%s', (key, isKept) => {
    const metadata = `metadata: {name: coredns-custom, labels: {${key}: a}, annotations: {${key}: b}}`;
    const { existing } = read(`kind: ConfigMap\n${metadata}\nimmutable: true\n`, 'coredns-custom');
    expect(existing.get('coredns-custom')).toEqual({
      labels: isKept ? { [key]: 'a' } : {},
      annotations: isKept ? { [key]: 'b' } : {},
      body: { immutable: true },
    });
  });
});

const COMMAND = '`kubectl -n kube-system get configmap coredns-custom -o yaml`';
const GIVE = `Give in \`existing\` what ${COMMAND} prints, or "none" where there is no such object.`;

test.each<[string, string, string]>([
  ['no YAML', 'a: [', 'it is not YAML or JSON: Flow sequence'],
  ['no object', '# nothing\n', 'there is no object in it'],
  ['a list of none', 'items: []\n', 'there is no object in it'],
  ['a list of texts', 'items: [a]\n', 'there is no object in it'],
  [
    'a list with a text',
    'items: [{kind: ConfigMap, metadata: {name: coredns-custom}}, a]\n',
    'there is no object in it',
  ],
  ['another object', 'kind: Secret\n', 'Secret "undefined" is not ConfigMap "coredns-custom"'],
  ['what is no object', 'a: b\n', 'what is there is not ConfigMap "coredns-custom"'],
  [
    'one of that name elsewhere',
    'kind: ConfigMap\nmetadata: {name: coredns-custom, namespace: x}\n',
    'ConfigMap "coredns-custom" of "x" is not ConfigMap "coredns-custom"',
  ],
  [
    'one of that name and another kind',
    CUSTOM.replace('ConfigMap', 'Secret'),
    'Secret "coredns-custom" is not ConfigMap "coredns-custom"',
  ],
])('%s is answered with what to give, in its place', (_, text, message) => {
  const { problems } = read(text, 'coredns-custom');
  expect(problems.map(({ code, where, remedy }) => [code, where, remedy])).toEqual([
    ['MESH233', 'existing', GIVE],
  ]);
  expect(problems[0].message).toContain(message);
});

test.each<[DnsObject, string]>([
  ['coredns', 'kubectl -n kube-system get configmap coredns -o yaml'],
  ['kube-dns', 'kubectl -n kube-system get configmap kube-dns -o yaml'],
  ['rke2-coredns', 'kubectl -n kube-system get helmchartconfig rke2-coredns -o yaml'],
  ['openshift-dns', 'kubectl get dns.operator.openshift.io default -o yaml'],
  ['ack-custom-dns', 'kubectl get customdnsconfig default -o yaml'],
  ['eks-addon', 'aws eks describe-addon --cluster-name <cluster> --addon-name coredns'],
])('%s has a command that prints it', (object, command) => {
  const [{ remedy }] = read('', object).problems;
  expect(remedy).toBe(
    `Give in \`existing\` what \`${command}\` prints, or "none" where there is no such object.`,
  );
});

test('where two objects are kept, both are named', () => {
  const { problems } = read('kind: Secret\nmetadata: {name: a}\n', 'coredns', 'kube-dns');
  expect(problems.map(({ message }) => message)).toEqual([
    'Secret "a" is not ConfigMap "coredns" and ConfigMap "kube-dns"',
  ]);
  expect(problems[0].remedy).toContain(
    '`kubectl -n kube-system get configmap coredns -o yaml` and `kubectl -n kube-system get configmap kube-dns -o yaml` prints',
  );
});

test.each([
  ['empty documents are no objects', `---\n---\n${CUSTOM}---\n`],
  ['an empty value is one', `${CUSTOM}immutable: null\n`],
])('%s', (_, text) => {
  const { existing, problems } = read(text, 'coredns-custom');
  expect([existing.knows('coredns-custom'), problems]).toEqual([true, []]);
});

test.each([['spec: 7'], ['spec: a'], ['spec: []']])('a DNS with `%s` is of no form', spec => {
  const { problems } = read(`kind: DNS\nmetadata: {name: default}\n${spec}\n`, 'openshift-dns');
  expect(problems.map(({ code, message }) => `${code} ${message}`)).toEqual([
    'MESH233 DNS "default" is not of its form',
  ]);
});

test('MESH234: what is not known is asked for, with the command that prints it', () => {
  const problems = new Problems();
  expect(reportUnknown('coredns-custom', read(undefined).existing, problems)).toBe(
    'coredns-custom',
  );
  expect(problems.all.map(({ code, remedy }) => [code, remedy])).toEqual([['MESH234', GIVE]]);
});

describe('the add-on of EKS', () => {
  const addon = (configurationValues?: unknown) => {
    const text = JSON.stringify({ addon: { addonName: 'coredns', configurationValues } });
    const { existing, problems } = read(text, 'eks-addon');
    return { body: existing.get('eks-addon')?.body, problems: problems.map(p => p.message) };
  };

  test.each([[undefined], [''], ['{}'], ['# nothing\n']])('has no values in %j', text => {
    expect(addon(text)).toEqual({ body: {}, problems: [] });
  });

  test('has its values as JSON or YAML', () => {
    expect(addon('{"replicaCount": 3}').body).toEqual({ replicaCount: 3 });
    expect(addon('replicaCount: 3\n').body).toEqual({ replicaCount: 3 });
  });

  test.each([[7], ['7'], ['a: ['], ['a: 1\n---\nb: 2\n'], ['constructor: 1'], ['a: *b']])(
    'is refused with %j',
    text => {
      expect(addon(text)).toEqual({
        body: undefined,
        problems: ['the `configurationValues` of the add-on are not a map'],
      });
    },
  );
});
