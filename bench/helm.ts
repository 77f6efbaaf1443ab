import { execFileSync } from 'child_process';
import { readdirSync } from 'fs';
import * as path from 'path';
import { inTemporaryFolder, Subject } from './measure';
import { Grid, script } from './subjects';

export const HELM = 'v3.18.4';

/** Each release in a process of its own, as in CI; its settings and caches are not the user's. */
const RELEASES = `
  export HELM_CONFIG_HOME="$3" HELM_CACHE_HOME="$3" HELM_DATA_HOME="$3"
  for values in "$2"/values/*; do
    name=$(basename "$values" .yaml)
    "$1" template "$name" "$2/chart" --values "$values" >"$3/$name.yaml" || exit
  done
`;

/** Calls `use` with `helm template`, one release for each cluster. */
export function withHelm<T>({ clusters, services }: Grid, use: (helm: Subject) => T): T {
  const helm = execFileSync(path.join(__dirname, 'build-helm'), [HELM], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  }).trim();
  return inTemporaryFolder(folder => {
    execFileSync(process.execPath, [script('helm-chart'), folder, `${clusters}`, `${services}`]);
    if (readdirSync(path.join(folder, 'values')).length !== clusters) {
      throw new Error('a release for each cluster is missing');
    }
    return use({
      name: `helm template, ${clusters} releases`,
      command: outdir => ['bash', '-c', RELEASES, 'helm', helm, folder, outdir],
    });
  });
}
