import { GitOpsTool } from '../../../src/description/enums';
import { rotationSection } from '../../../src/manifests/control-plane/rotation-readme';
import { Cluster, Mesh } from '../../../src/model/mesh';
import { Problems } from '../../../src/problems/problems';
import { istioVersion } from '../../../src/values/istio-version';

/** The section for a cluster where istiod runs in a namespace of its own. */
function section(rotation: Mesh['rotation'], release: string): string {
  const istio = istioVersion(release, new Problems())!;
  return rotationSection(
    { rotation, rootNamespace: 'istio-root', profile: istio.profile } as Mesh,
    { name: 'east', istio, gitops: GitOpsTool.NONE } as Cluster,
  ).join('\n\n');
}

test('nothing outside of a rotation', () => {
  expect(section(undefined, '1.29')).toBe('');
});

test.each(['1.4', '1.7', '1.29'])(
  'Istio %s: in every phase it ends with the confirmation, from the directory of the lock',
  release => {
    for (const phase of ['bundle', 'restart', 'switch'] as const) {
      expect(section(phase, release)).toMatch(
        /^## Rotation of the root\n\nPhase: .*\n\n```sh\n[^]*\/tmp\/east-evidence\n```\n\nThen, in the directory of the lock file of the CAs:\n\n```sh\nnpx mesh ca confirm east --from \/tmp\/east-evidence\n```$/,
      );
    }
  },
);

test('the Secret is that of the root namespace', () => {
  expect(section('bundle', '1.29')).toContain('kubectl -n istio-root get secret cacerts');
});

test('modern: the values restart the control plane, and the new intermediate needs no restart', () => {
  expect(section('restart', '1.29')).toContain('whose changed annotation restarts them');
  expect(section('switch', '1.29')).toContain('istiod takes the new intermediate up by itself');
  expect(section('switch', '1.29')).toContain('istioctl proxy-config secret');
});

test('classic: there are no such values, and the CA is read at the start only', () => {
  for (const release of ['1.4', '1.7']) {
    for (const phase of ['restart', 'switch'] as const) {
      expect(section(phase, release)).toContain(
        '(`kubectl -n istio-root rollout restart deployment`)',
      );
      expect(section(phase, release)).not.toContain('helm/');
    }
  }
});

test("up to 1.4: the identities are in Citadel's Secrets, which it makes anew when they are deleted; no private key is read", () => {
  const readme = section('switch', '1.4');
  expect(readme).toContain('kubectl delete secrets -A --field-selector type=istio.io/key-and-cert');
  expect(readme).toContain(
    '{{index .data "root-cert.pem"}} {{index .data "cert-chain.pem"}}{{"\\n"}}',
  );
  expect(readme).not.toMatch(/data\.key|istioctl/);
  expect(section('switch', '1.7')).not.toContain('istio.io/key-and-cert');
});
