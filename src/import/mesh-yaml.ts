import { Document, isCollection, isMap, isPair, isScalar, isSeq, Node } from 'yaml';
import { Described, ImportedService } from './described';
import { objectText, Source, sourceText } from '../analysis/world/manifest';
import { AuthorizationMode } from '../description/enums';
import { sortedSet } from '../values/order';
import { isAll } from '../values/wildcard';

const SCHEMA =
  'yaml-language-server: $schema=node_modules/cdk8s-istio-multicluster/schema/mesh.schema.json';

/** The description as a file, in which comments say where each part came from. @internal */
export function importedYaml({ clusters, services, ...described }: Described): string {
  const { suffix, trustDomain, meshId, rootNamespace } = described;
  const grants = services.flatMap(one => one.grants.map(grant => ({ one, grant })));
  const document = new Document(
    withoutUndefined({
      suffix,
      trustDomain,
      meshId,
      rootNamespace,
      authorization: AuthorizationMode.ENFORCE,
      clusters: clusters.map(({ props }) => props),
      services: services.map(({ props }) => props),
      grants: grants.map(({ grant }) => grant),
    }),
    { aliasDuplicateObjects: false },
  );
  const comment = (path: ReadonlyArray<string | number>, lines: readonly string[]) => {
    const node = document.getIn(path, true) as Node | undefined;
    if (node && lines.length > 0) {
      node.commentBefore = lines.map(line => ` ${plain(line)}`).join('\n');
    }
  };
  clusters.forEach(({ known: { files, istio, gateway }, props }, i) => {
    const from = [
      ...(istio?.source && istio.value === props.istio
        ? [`Istio ${istio.value}: ${sourceText(istio.source)}`]
        : []),
      ...(gateway ? [`gateway: ${sourceText(gateway.source)}`] : []),
    ];
    comment(['clusters', i], from.length > 0 ? from : [`cluster ${files.name}`]);
  });
  services.forEach((service, i) => comment(['services', i], serviceLines(service)));
  grants.forEach(({ one, grant }, i) =>
    comment(['grants', i], grantLines(one, grant.clusters ?? [], isAll(grant.namespaces))),
  );
  arrange(document.contents);
  document.commentBefore = ` ${SCHEMA}`;
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

function serviceLines({ offer, granted, props }: ImportedService): string[] {
  const { name, namespace, servers, uses } = offer;
  const ips = sortedSet(uses.flatMap(({ virtualIps }) => virtualIps));
  const lost = ips.filter(ip => !props.virtualIps?.includes(ip));
  const { policies, authorization } = granted;
  return [
    `${name}.${namespace}: ${sources(
      servers.flatMap(one => [...(one.service ? [one.service.source] : []), ...one.sources]),
    )}`,
    ...(authorization === AuthorizationMode.ENFORCE
      ? [`who may call: ${sources(policies.map(({ source }) => source))}`]
      : [whyOpen(granted)]),
    ...(lost.length > 0 ? [`its address is not kept: ${lost.join(', ')}`] : []),
  ];
}

const whyOpen = ({ policies }: ImportedService['granted']): string =>
  policies.length === 0
    ? 'no AuthorizationPolicy limited its pods: `enforce` would refuse callers without a sidecar, and local ones'
    : `goes on being limited by ${policies.map(one => `${objectText(one)} (${sourceText(one.source)})`).join(', ')}`;

function grantLines({ offer }: ImportedService, clusters: readonly string[], isForAll: boolean) {
  const uses = offer.uses.filter(({ cluster }) => clusters.includes(cluster));
  return [
    ...uses.map(
      ({ cluster, host, sources: from }) => `${cluster} called ${host}: ${sources(from)}`,
    ),
    ...(isForAll ? ["'*': every workload of these clusters could call"] : []),
  ];
}

const SHOWN = 4;

function sources(all: readonly Source[]): string {
  const texts = [...new Set(all.map(sourceText))];
  const rest = texts.length - SHOWN;
  return [...texts.slice(0, SHOWN), ...(rest > 0 ? [`and ${rest} more`] : [])].join(', ');
}

/** A comment ends with its line, whatever a file is called. */
const plain = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, '\uFFFD');

/** Lists of names, and maps that fit, on one line. */
function arrange(node: unknown): void {
  if (isMap(node)) {
    node.items.forEach(pair => isPair(pair) && arrange(pair.value));
    node.flow = node.items.length <= 3 && node.items.every(({ value }) => isScalar(value));
  } else if (isSeq(node)) {
    node.items.forEach(arrange);
    node.flow = node.items.length > 0 && node.items.every(one => isScalar(one));
  }
  if (isCollection(node) && node.items.length === 0) {
    node.flow = true;
  }
}

const withoutUndefined = (value: object): object => JSON.parse(JSON.stringify(value));
