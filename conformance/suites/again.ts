import * as path from 'path';
import { must } from './requests';
import { Results } from '../results';
import { ControlPlane } from '../stand/control-plane';
import { installSteps, perform } from '../stand/install';
import { Stand } from '../stand/stand';

const ENTRY = {
  hosts: ['a.shop.mesh.internal'],
  ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
  resolution: 'STATIC',
};

/** What the server says to an object; it is not kept in any case. */
async function refusal(plane: ControlPlane, kind: string, spec: object): Promise<string> {
  const object = {
    apiVersion: 'networking.istio.io/v1',
    kind,
    metadata: { name: 'mistake', namespace: 'default' },
    spec,
  };
  return plane
    .kubectl(['apply', '--dry-run=server', '-f', '-'], { input: JSON.stringify(object) })
    .then(
      () => 'accepted',
      error => error.message,
    );
}

/** Each object of a folder as it is in the cluster, with its version. */
async function versionsOf(manifests: string, plane: ControlPlane): Promise<string[]> {
  const template =
    '{{range .items}}{{.kind}} {{.metadata.namespace}}/{{.metadata.name}} {{.metadata.resourceVersion}}{{"\\n"}}{{end}}';
  const objects = await plane.kubectl([
    'get',
    '-R',
    '-f',
    manifests,
    '-o',
    `go-template=${template}`,
  ]);
  return objects.trim().split('\n');
}

/**
 * What is applied a second time is there already; and both judges of what is applied, the API
 * server and istiod's webhook, do judge.
 */
export async function again(stand: Stand, results: Results): Promise<void> {
  for (const { name, plane } of stand.clusters) {
    await results.check(
      'stand',
      `${name}: the API server's rules and istiod's webhook are in force`,
      async () => {
        must(
          /Address is required/.test(
            await refusal(plane, 'ServiceEntry', { ...ENTRY, endpoints: [{}] }),
          ),
          'a ServiceEntry that breaks a CEL rule is accepted',
        );
        const twice = { host: 'a.shop.mesh.internal', subsets: [{ name: 'v1' }, { name: 'v1' }] };
        must(
          /validation\.istio\.io/.test(await refusal(plane, 'DestinationRule', twice)),
          'a DestinationRule that only istiod can judge is accepted',
        );
      },
    );
    await results.check('stand', `${name}: kubectl takes manifests/ whole`, async () => {
      const manifests = path.join(stand.directory(name), 'manifests');
      const out = await plane.kubectl(['apply', '--dry-run=server', '-R', '-f', manifests]);
      const lines = out.trim().split('\n');
      must(lines.length > 3, 'hardly anything was applied');
      return `${lines.length} objects`;
    });
    await results.check('stand', `${name}: applying everything again changes nothing`, async () => {
      const step = installSteps(stand.directory(name)).find(({ text }) =>
        text.startsWith('Everything else'),
      )!;
      // the API server gives what it changes another version
      const versions = () => versionsOf(path.join(stand.directory(name), 'manifests'), plane);
      const before = await versions();
      await perform(step, stand.directory(name), plane);
      const changed = (await versions()).filter(line => !before.includes(line));
      must(changed.length === 0, changed.join('\n'));
      return `${before.length} objects unchanged`;
    });
  }
}
