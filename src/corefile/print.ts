/** A server block of CoreDNS, as data. @internal */
export interface ServerBlock {
  readonly zones: readonly string[];
  readonly plugins: readonly ServerPlugin[];
}

/** A line of a server block. @internal */
export interface ServerPlugin {
  readonly name: string;
  readonly parameters?: string;
  /** the lines between its braces */
  readonly options?: readonly string[];
}

/** The port of DNS. @internal */
export const DNS_PORT = 53;

/**
 * Writes server blocks as they stand in a Corefile.
 *
 * @param port the port that CoreDNS listens on
 * @internal
 */
export function printBlocks(blocks: readonly ServerBlock[], port: number = DNS_PORT): string {
  return blocks.map(block => printBlock(block, port)).join('');
}

function printBlock({ zones, plugins }: ServerBlock, port: number): string {
  const names = zones.map(zone => `${zone}:${port}`).join(',\n');
  const lines = plugins.flatMap(pluginLines).map(line => `    ${line}`);
  return [`${names} {`, ...lines, '}\n'].join('\n');
}

function pluginLines({ name, parameters, options }: ServerPlugin): string[] {
  const words = parameters === undefined ? name : `${name} ${parameters}`;
  return options ? [`${words} {`, ...options.map(option => `    ${option}`), '}'] : [words];
}
