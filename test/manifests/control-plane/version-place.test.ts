import { execFileSync } from 'child_process';
import { chmodSync, writeFileSync } from 'fs';
import * as path from 'path';
import { parse } from 'yaml';
import { ClusterProps, GatewayAddress, GitOpsTool } from '../../../src';
import { readWorld } from '../../../src/analysis/world/read-world';
import { Problems } from '../../../src/problems/problems';
import { meshOf, outputOf, root } from '../gitops/base';

const TOOLS = Object.values(GitOpsTool);

const written = (tool: GitOpsTool, cluster: Partial<ClusterProps>) =>
  outputOf(meshOf(tool, cluster));

/** A kubectl for the one question that is asked of it, which it answers from the files. */
function stubKubectl(objects: string): string {
  const { spec } = parse(objects);
  const program = path.join(root, 'kubectl');
  writeFileSync(program, `#!/bin/sh\nprintf '%s' '${spec.version}'\n`);
  chmodSync(program, 0o755);
  return `${root}:${process.env.PATH}`;
}

/** What the shell makes of each version in the README of a cluster. */
function versionsSaid(tool: GitOpsTool, istio: string): Set<string> {
  const { outdir, files } = written(tool, { istio });
  const operator = files['cluster2/manifests/control-plane/_cluster.yaml'];
  const env = { ...process.env, ...(operator ? { PATH: stubKubectl(operator) } : {}) };
  const commands = files['cluster2/README.md'].match(/--version "\$\(.*?\)"/g) ?? [];
  return new Set(
    commands.map(command =>
      execFileSync('sh', ['-c', `printf '%s\\n' ${command}`], {
        cwd: path.join(outdir, 'cluster2'),
        env,
        encoding: 'utf8',
      }),
    ),
  );
}

describe('the commands of a README install exactly the release, or the newest patch of the minor', () => {
  test.each([
    [GitOpsTool.NONE, '1.29', '1.29'],
    [GitOpsTool.NONE, '1.30', '1.30'],
    [GitOpsTool.NONE, 'v1.29.2', '1.29.2'],
    [GitOpsTool.NONE, '1.29.2-dev.1', '1.29.2-dev.1'],
    [GitOpsTool.ARGOCD, '1.29', '~1.29.0'],
    [GitOpsTool.ARGOCD, '1.29.2', '1.29.2'],
    [GitOpsTool.SAIL, '1.29', '1.29'],
    [GitOpsTool.SAIL, 'v1.29.2', '1.29.2'],
  ])('%s, Istio %s', (tool, istio, version) => {
    expect(versionsSaid(tool, istio)).toEqual(new Set([`--version\n${version}\n`]));
  });
});

test.each(TOOLS)('with %s the addresses of gateways are there for who reads the files', tool => {
  const { files } = written(tool, {});
  expect(parse(files['cluster2/world.yaml']).gateways).toHaveLength(1);
});

describe.each(TOOLS)('with %s', tool => {
  test('a new version changes one file of a cluster', () => {
    const [before, after] = ['1.29', '1.30'].map(istio => written(tool, { istio }).files);
    expect(Object.keys(after)).toEqual(Object.keys(before));
    const changed = Object.keys(after).filter(file => after[file] !== before[file]);
    expect(changed.filter(file => file.startsWith('cluster2/'))).toHaveLength(1);
    expect(changed.filter(file => !/^cluster[12]\//.test(file))).toEqual(['mesh.index.json']);
  });

  test.each(['1.29', '1.29.2'])('whoever reads the files knows it: %s', istio => {
    const { outdir } = written(tool, { istio });
    const { clusters } = readWorld({ directories: [outdir] }, new Problems());
    expect(clusters.map(({ facts }) => facts.istio)).toEqual([istio, istio]);
  });
});

test.each([GitOpsTool.FLUX, GitOpsTool.ARGOCD])(
  '%s has no version of an Istio that somebody else installs',
  tool => {
    const { files } = written(tool, { istio: '1.29', existingIstio: {} });
    expect(parse(files['cluster2/world.yaml']).istio).toBe('1.29');
  },
);

test('a new address of a gateway changes one file of its cluster', () => {
  const [before, after] = ['198.51.100.7', '198.51.100.8'].map(address => {
    const [one, two] = meshOf(GitOpsTool.NONE).clusters;
    const gateway = { addresses: [GatewayAddress.ip(address)] };
    return outputOf({ ...meshOf(GitOpsTool.NONE), clusters: [one, { ...two, gateway }] }).files;
  });
  const changed = Object.keys(after).filter(file => after[file] !== before[file]);
  expect(changed.filter(file => file.startsWith('cluster2/'))).toEqual(['cluster2/world.yaml']);
});
