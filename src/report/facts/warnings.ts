import {
  AccessFacts,
  Budget,
  CallGroup,
  CertificateCard,
  ClusterCard,
  Link,
  ReportWarning,
  Step,
  WarningItem,
} from './facts';
import { Mesh } from '../../analysis/reach/mesh';
import { RUN_MINOR } from '../../analysis/reach/run-minor';
import { Code, CODES } from '../../problems/codes';
import { groupBy } from '../../values/group-by';
import { SIZES } from '../sizes';

/** What warnings are about. @internal */
export interface Warned {
  readonly clusters: readonly ClusterCard[];
  readonly links: readonly Link[];
  readonly access: AccessFacts;
  readonly certificates: readonly CertificateCard[];
  readonly budget: Budget;
}

/** In the order of their codes; those that nothing deserves are left out. @internal */
export function warningsOf(mesh: Mesh, warned: Warned): ReportWarning[] {
  const { clusters, links, access, certificates, budget } = warned;
  return [
    withCode('MESH970', gaps(mesh)),
    withCode('MESH971', calls(access, 'unknown')),
    withCode('MESH972', calls(access, 'partly')),
    withCode('MESH973', audited(access)),
    withCode('MESH974', hiddenTrust(mesh)),
    withCode('MESH975', outliving(certificates)),
    withCode('MESH976', overBudget(clusters, budget)),
    withCode('MESH977', nowhere(links)),
    withCode('MESH978', leftOut(clusters)),
    withCode('MESH979', notRun(mesh)),
  ].filter(({ items }) => items.length > 0);
}

function withCode(code: Code, items: readonly WarningItem[]): ReportWarning {
  const { title, why, remedy } = CODES[code];
  return { code, title, why, remedy, items };
}

function gaps({ clusters }: Mesh): WarningItem[] {
  return [...clusters.values()].flatMap(({ name, files }) => [
    ...files.gaps.map(({ what, source }) => ({ cluster: name, text: what, ...source })),
    ...files.manifests
      .filter(({ unknownField }) => unknownField !== undefined)
      .map(({ kind, namespace, name: object, unknownField, source }) => ({
        cluster: name,
        text: `${kind} ${namespace}/${object} has a field that is not understood: ${unknownField}`,
        ...source,
      })),
  ]);
}

/** Alike where the same step ends them in the same cluster. */
function calls(access: AccessFacts, verdict: CallGroup['verdict']): WarningItem[] {
  const groups = access.groups.filter(group => group.verdict === verdict);
  const ended = groups.map(group => ({ group, step: endingStep(access, group) }));
  const alike = groupBy(ended, ({ step }) => `${step?.hop} ${step?.cluster} ${step?.text}`);
  return [...alike.values()].map(same => {
    const [{ step, group }] = same;
    const count = same.reduce((sum, one) => sum + one.group.calls, 0);
    return itemOf(count, step, exampleText(access, group));
  });
}

function itemOf(count: number, step: Step | undefined, example: string): WarningItem {
  const of = count === 1 ? `1 call, ${example}` : `${count} calls, e.g. ${example}`;
  return {
    cluster: step?.cluster,
    text: step ? `${of}: ${step.hop}: ${step.text}` : of,
    file: step?.file,
    line: step?.line,
    remedy: step?.remedy,
  };
}

/** The step that says why: the last one of the first way that is not good. */
function endingStep({ steps }: AccessFacts, { ways, verdict }: CallGroup): Step | undefined {
  const bad =
    ways.find(way => way.verdict === verdict && verdict !== 'partly') ??
    ways.find(way => way.verdict !== 'yes') ??
    ways[0];
  return steps[bad.steps.at(-1)!];
}

function exampleText({ callers, called }: AccessFacts, { example: [i, j] }: CallGroup): string {
  const { cluster, namespace, serviceAccount } = callers[i];
  return `${cluster}/${namespace}/${serviceAccount} → ${called[j].host}:${called[j].port}`;
}

function audited(access: AccessFacts): WarningItem[] {
  return access.groups
    .filter(({ policy }) => policy === 'would refuse')
    .map(group => {
      const step = access.steps[group.ways.at(-1)!.steps.at(-1)!];
      return itemOf(group.calls, step, exampleText(access, group));
    });
}

function hiddenTrust({ clusters }: Mesh): WarningItem[] {
  return [...clusters.values()].flatMap(({ name, trust }) =>
    trust.hidden !== undefined && (!trust.signing || !trust.roots)
      ? [{ cluster: name, text: trust.hidden, ...trust.source }]
      : [],
  );
}

function outliving(certificates: readonly CertificateCard[]): WarningItem[] {
  const known = new Map(certificates.map(one => [one.fingerprint, one]));
  return certificates.flatMap(({ name, until, signedBy, places: [{ cluster, source }] }) => {
    const signers = signedBy.map(one => known.get(one)!);
    const isOutlived = signers.length > 0 && signers.every(signer => signer.until < until);
    const [signer] = signers;
    return isOutlived
      ? [
          {
            cluster,
            text: `"${name}" is valid until ${until}, and "${signer.name}", which signed it, until ${signer.until}`,
            ...source,
          },
        ]
      : [];
  });
}

const KEYS = Object.keys(SIZES) as ReadonlyArray<keyof Budget>;

function overBudget(clusters: readonly ClusterCard[], budget: Budget): WarningItem[] {
  return clusters.flatMap(({ name, size }) =>
    KEYS.filter(key => size[key] > (budget[key] ?? Infinity)).map(key => ({
      cluster: name,
      text: `${size[key]} ${SIZES[key]}, ${size[key] - budget[key]!} more than the budget of ${budget[key]}`,
    })),
  );
}

function nowhere(links: readonly Link[]): WarningItem[] {
  return links
    .filter(({ to }) => to === null)
    .flatMap(({ from, addresses = [], hosts }) => ({
      cluster: from,
      text: `${addresses.join(', ')} for ${hosts.length === 1 ? hosts[0] : `${hosts.length} hosts, e.g. ${hosts[0]}`}`,
    }));
}

const leftOut = (clusters: readonly ClusterCard[]): WarningItem[] =>
  clusters
    .filter(({ isLeftOut }) => isLeftOut)
    .map(({ name, exports }) => ({
      cluster: name,
      text: `it exports ${exports.length === 1 ? exports[0] : `${exports.length} hosts`}, and no entry of another cluster leads to its gateways`,
    }));

function notRun(mesh: Mesh): WarningItem[] {
  return [...mesh.clusters.values()].flatMap(cluster => {
    const minor = mesh.istioMinor(cluster);
    return minor === undefined || minor === RUN_MINOR
      ? []
      : [{ cluster: cluster.name, text: `Istio 1.${minor}` }];
  });
}
