import { cpSync, readFileSync, writeFileSync } from 'fs';
import * as path from 'path';
import { meshHarness } from './harness';

const DIST = path.join(__dirname, '../../dist');
const { mesh, io, write } = meshHarness();

/** Names that a terminal or a page could take for something else. */
const HOSTILE = 'a`b@org <img src=x> \u001b[31m';

beforeEach(() => {
  cpSync(DIST, 'before', { recursive: true });
  cpSync(DIST, 'dist', { recursive: true });
  const gateway = 'dist/cluster2/manifests/traffic/istio-system.yaml';
  const text = readFileSync(gateway, 'utf8');
  writeFileSync(gateway, text.replace('- httpbin.bar.global', '- other.bar.global'));
  const secret = (key: string) =>
    `---\napiVersion: v1\nkind: Secret\nmetadata: {name: ${JSON.stringify(HOSTILE)}, namespace: bar}\nstringData: {password: ${key}}\n`;
  const file = 'cluster2/manifests/traffic/bar.yaml';
  write(`dist/${file}`, readFileSync(`dist/${file}`, 'utf8') + secret('swordfish'));
  write(`before/${file}`, readFileSync(`before/${file}`, 'utf8') + secret('tuna'));
});

test('as text', async () => {
  expect(await mesh('diff', '--base', 'before')).toBe(2);
  expect(io.out).toBe(`Compared with before

Calls that become impossible, or possible in part only
  - foo/sleep and any other account of foo in cluster1 can no longer call httpbin.bar.global:8000 in cluster2
      gateway (cluster2): no Gateway passes httpbin.bar.global through on port 15443 of istio-system/istio-eastwestgateway  dist/cluster2/manifests/traffic/istio-system.yaml:1
      → Name httpbin.bar.global in a server with AUTO_PASSTHROUGH.

Secrets and certificates
  ~ Secret bar/a\`b@org <img src=x> \\u001b[31m of cluster2 is changed
      password is changed

Objects
  ~ cluster2: 1 Gateway, 1 Secret changed

calls: 2 narrowed; objects: 2 changed; secrets: 1
`);
});

test('as Markdown, in which nothing of the manifests is markup', async () => {
  expect(await mesh('diff', '--base', 'before', '-o', 'markdown')).toBe(2);
  expect(io.out).toBe(`## What changes in the mesh

Compared with \`before\`

### Calls that become impossible, or possible in part only

- **−** \`foo/sleep\` and any other account of \`foo\` in \`cluster1\` can no longer call \`httpbin.bar.global:8000\` in \`cluster2\`
  - gateway (\`cluster2\`): \`no Gateway passes httpbin.bar.global through on port 15443 of istio-system/istio-eastwestgateway\`  \`dist/cluster2/manifests/traffic/istio-system.yaml:1\`
  - → \`Name httpbin.bar.global in a server with AUTO_PASSTHROUGH.\`

### Secrets and certificates

- **~** Secret \`\` bar/a\`b@org <img src=x> \\u001b[31m \`\` of \`cluster2\` is changed
  - \`password\` is changed

### Objects

- **~** \`cluster2\`: 1 \`Gateway\`, 1 \`Secret\` changed

calls: 2 narrowed; objects: 2 changed; secrets: 1
`);
});

test.each(['text', 'markdown', 'json', 'yaml'])(
  'what a Secret holds is not in the output as %s',
  async format => {
    await mesh('diff', '--base', 'before', '--output', format);
    expect(io.out).toContain('password');
    expect(io.out).not.toMatch(/swordfish|tuna/);
  },
);
