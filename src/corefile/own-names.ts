import { directives } from './directives';
import { Block, Corefile } from './parser';
import { serverName } from './server-name';
import { Problems } from '../problems/problems';
import { isLinkLocal } from '../values/reserved-ranges';

/**
 * Checks that a Corefile is that of a cluster's own DNS. One that is empty, or that of another
 * server, would take its place: then no name of the cluster resolves any more.
 *
 * Source: kubernetes cluster/addons/dns/nodelocaldns/nodelocaldns.yaml: NodeLocal DNSCache
 * binds to a link-local address, and its template has variables of the form `__PILLAR__…`.
 *
 * @internal
 */
export function checkOwnNames(corefile: Corefile, clusterDomain: string, problems: Problems): void {
  const { blocks, text } = corefile;
  if (text.includes('__PILLAR__') || blocks.some(bindsLinkLocal)) {
    problems.report('MESH231', 'the Corefile is that of NodeLocal DNSCache');
  } else if (!blocks.some(block => mayAnswerFor(block, clusterDomain))) {
    problems.report(
      'MESH230',
      `no server block with the plugin "kubernetes" answers for "${clusterDomain}"`,
    );
  }
}

function bindsLinkLocal(block: Block): boolean {
  return (
    block.type === 'server' &&
    directives(block).some(
      ({ name, args }) => name.text === 'bind' && args.some(({ text }) => isLinkLocal(text)),
    )
  );
}

/** What an import brings, and what the environment names, is not known here. */
function mayAnswerFor(block: Block, clusterDomain: string): boolean {
  if (block.type !== 'server') {
    return block.type === 'import';
  }
  return (
    block.keys.some(({ text }) => isAbove(text, clusterDomain)) &&
    directives(block).some(({ name }) => name.text === 'kubernetes' || name.text === 'import')
  );
}

function isAbove(key: string, clusterDomain: string): boolean {
  const name = serverName(key);
  return !name || name.zone === '' || `.${clusterDomain}`.endsWith(`.${name.zone}`);
}
