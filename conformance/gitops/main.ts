import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import * as path from 'path';
import { applicationsOf, argocdAgrees } from './argocd';
import { choose, releasesOfArgocd, releasesOfFlux, rendersAsByHand } from './charts';
import { fluxAgrees, kustomizeAgrees } from './directories';
import { mistakesAreSeen } from './mistakes';
import { Oracle } from './oracle';
import { Output, outputOf } from './output';
import { definitionsAgree, valuesAreKnown } from './sail';
import { GitOpsTool, IstiodProps } from '../../src';
import { Results } from '../results';
import { reportFolder } from '../results-page';

const [cache, istio, ...versions] = process.argv.slice(2);
const checkout = process.env.SAIL_OPERATOR;
const ISTIO = '1.29.2';
const results = new Results();
const check = (what: string, run: () => string) =>
  results.check('gitops', what, () => Promise.resolve().then(run));

async function byCluster(output: Output, byHand: Output, oracle: Oracle): Promise<void> {
  for (const cluster of output.clusters) {
    const what = `${output.tool}, ${cluster}`;
    await check(`${what}: kustomize`, () => kustomizeAgrees(output, cluster, oracle));
    if (output.tool === GitOpsTool.FLUX) {
      const releases = releasesOfFlux(output, cluster);
      await check(`${what}: Flux`, () => fluxAgrees(output, cluster, oracle));
      await check(`${what}: Helm`, () => rendersAsByHand(releases, byHand, cluster, oracle));
    }
    if (output.tool === GitOpsTool.ARGOCD) {
      await check(`${what}: Argo CD`, () => argocdAgrees(output, cluster, oracle));
      await check(`${what}: Helm`, () => {
        const { applications } = applicationsOf(output, cluster, oracle);
        return rendersAsByHand(releasesOfArgocd(output, applications), byHand, cluster, oracle);
      });
    }
    if (output.tool === GitOpsTool.SAIL) {
      await check(`${what}: Istio's values`, () => valuesAreKnown(output, byHand, cluster, oracle));
      await check(`${what}: the operator's definitions`, () =>
        definitions(output, cluster, oracle),
      );
    }
  }
}

const definitions = (output: Output, cluster: string, oracle: Oracle): string =>
  checkout
    ? definitionsAgree(output, cluster, checkout, oracle)
    : 'not looked at: there is no SAIL_OPERATOR';

/** The chart takes annotations in two places, the operator in one. */
const ISTIOD: IstiodProps = {
  revision: '1-29-2',
  revisionTag: 'prod',
  helmValues: {
    podAnnotations: { a: 'b' },
    pilot: { podAnnotations: { c: 'd' }, replicaCount: 2 },
  },
};

async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'conformance-gitops-'));
  const oracle = new Oracle(cache, istio);
  try {
    const outputs = Object.values(GitOpsTool).map(tool => outputOf(tool, folder, ISTIO));
    const byHand = outputs.find(({ tool }) => tool === GitOpsTool.NONE)!;
    for (const output of outputs) {
      await byCluster(output, byHand, oracle);
    }
    const tagged = outputOf(GitOpsTool.SAIL, folder, ISTIO, ISTIOD);
    const [first] = tagged.clusters;
    await check("sail, a revision with a tag: the operator's definitions", () =>
      definitions(tagged, first, oracle),
    );
    for (const [asked, chosen] of [
      ['1.29', '1.29.10'], // as the commands of READMEs have it
      ['~1.29.0', '1.29.10'], // as objects have it
      ['1.29.2', '1.29.2'],
    ]) {
      await check(`Helm, asked for ${asked}`, () => choose(asked, chosen, oracle));
    }
    await mistakesAreSeen(outputs, oracle, checkout, check);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  reportFolder(
    'gitops',
    'GitOps: results',
    `Written by \`conformance/gitops/run\`, with ${versions.join(', ')}.`,
    results.all,
  );
}

void main();
