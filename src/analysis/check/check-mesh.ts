import { writtenCacerts } from './cacerts';
import { Given, Context } from './context';
import { checkDns } from './dns';
import { CheckName, CHECKS, Finding, Findings } from './finding';
import { checkGateways } from './gateway';
import { checkIstiods } from './istiod';
import { Live, LiveFiles } from './live';
import { checkObjects } from './objects';
import { checkOthers } from './others';
import { checkOneRoot, checkTrust, Roots } from './trust';
import { Written } from './written';
import { sourceText } from '../world/manifest';
import { ClusterFiles } from '../world/world';

/** What one check of a cluster came to. @internal */
export interface Checked {
  readonly check: CheckName;
  /** what is right */
  readonly note: string;
  readonly findings: readonly Finding[];
}

/** @internal */
export interface CheckedCluster {
  readonly cluster: string;
  readonly checks: readonly Checked[];
}

/** A cluster as it was written, and as it is. @internal */
export interface Pair {
  readonly written: ClusterFiles;
  readonly live: LiveFiles;
}

/** Holds clusters against what was written for them. @internal */
export function checkMesh(pairs: readonly Pair[], given: Given): CheckedCluster[] {
  const clusters = pairs.map(pair => checkCluster(pair, given));
  checkOneRoot(clusters);
  return clusters.map(({ written, checks }) => ({
    cluster: written.name,
    checks: checks.map(({ check, note, findings }) => ({ check, note, findings: findings.all })),
  }));
}

function checkCluster(pair: Pair, given: Given) {
  const written = new Written(pair.written);
  const live = new Live(pair.live);
  const own = writtenCacerts(written.manifests);
  const pki =
    own && !given.pki.has(written.name) ? new Map([...given.pki, [written.name, own]]) : given.pki;
  const contexts = new Map(
    CHECKS.map(check => [check, { ...given, pki, written, live, findings: new Findings() }]),
  );
  let roots: Roots | undefined;
  const run: { readonly [check in CheckName]: (context: Context) => string } = {
    objects(context) {
      reportGaps(context);
      return checkObjects(context);
    },
    others: checkOthers,
    gateway: checkGateways,
    trust(context) {
      const trust = checkTrust(context);
      ({ roots } = trust);
      return trust.note;
    },
    istiod: checkIstiods,
    dns: checkDns,
  };
  const checks = CHECKS.map(check => {
    const context = contexts.get(check)!;
    return { check, note: run[check](context), findings: context.findings };
  });
  return { written, checks, roots, context: contexts.get('trust')! };
}

/** Live objects that cannot be read may be anything. */
function reportGaps({ live, findings }: Context): void {
  live.gaps.forEach(({ source, what }) => findings.report('MESH895', sourceText(source), what));
}
