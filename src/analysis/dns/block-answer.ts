import { Directive, directives } from '../../corefile/directives';
import { Block } from '../../corefile/parser';
import { isWithin } from '../../values/names';

/** What a server of DNS says to a name, as far as its configuration tells. @internal */
export type BlockAnswer =
  | { readonly addresses: readonly string[] }
  /** another server is asked */
  | { readonly asks: string }
  | { readonly unclear: string };

type Answer = BlockAnswer | undefined;

const NONE: BlockAnswer = { addresses: [] };

/** Plugins that answer nothing of their own, or nothing below the suffix of a mesh. */
const SILENT = new Set(
  'errors log debug trace dnstap cache reload loop loadbalance prometheus health ready pprof bind root nsid bufsize minimal acl dns64 cancel any'.split(
    ' ',
  ),
);

/**
 * The plugins that answer, in the order in which CoreDNS asks them, whatever the order in the
 * Corefile (coredns plugin.cfg).
 */
const ANSWERING: ReadonlyArray<
  readonly [names: readonly string[], answer: (one: Directive, host: string) => Answer]
> = [
  [['template'], ofTemplate],
  [['hosts'], ofHosts],
  [['kubernetes'], ofKubernetes],
  [['forward', 'proxy', 'grpc'], ofForward],
];

/**
 * What a server block says to a name. What it has that is not read here may answer anything.
 *
 * @internal
 */
export function answerOf(block: Block, host: string): BlockAnswer {
  const all = directives(block);
  const read = ANSWERING.flatMap(([names]) => names);
  const other = all.find(({ name }) => !SILENT.has(name.text) && !read.includes(name.text));
  if (other) {
    return { unclear: `it has ${other.name.text}, which is not judged` };
  }
  for (const [names, answer] of ANSWERING) {
    for (const one of all.filter(({ name }) => names.includes(name.text))) {
      const given = answer(one, host);
      if (given) {
        return given;
      }
    }
  }
  return NONE;
}

const optionsOf = ({ options }: Directive, name: string): string[][] =>
  options
    .map(words => words.map(({ text }) => text))
    .filter(([own]) => own === name)
    .map(([, ...values]) => values);

/** Source: coredns plugin/template. */
function ofTemplate(one: Directive, host: string): Answer {
  const [kind = 'IN', type = 'ANY', ...zones] = one.args.map(({ text }) => text);
  if (!['IN', 'ANY'].includes(kind) || !['A', 'ANY'].includes(type)) {
    return undefined;
  }
  if (zones.length > 0 && !zones.some(zone => isBelow(host, zone))) {
    return undefined;
  }
  const expressions = optionsOf(one, 'match').map(([text]) => expressionOf(text));
  if (expressions.includes(undefined)) {
    return { unclear: 'its template has an expression that is not judged' };
  }
  const matches = expressions.length === 0 || expressions.some(each => each!.test(`${host}.`));
  if (!matches) {
    return optionsOf(one, 'fallthrough').length > 0 ? undefined : NONE;
  }
  const isAnswered = ['answer', 'additional', 'upstream', 'ederror'].some(
    name => optionsOf(one, name).length > 0,
  );
  return isAnswered ? { unclear: 'its template makes an answer' } : NONE;
}

/** One that means the same in Go and here. */
function expressionOf(text: string): RegExp | undefined {
  return /^[\w^$.+*[\](){},-]*$/.test(text) && !/\(\?/.test(text) ? new RegExp(text) : undefined;
}

/** Source: coredns plugin/hosts. */
function ofHosts(one: Directive, host: string): Answer {
  if (one.args.length > 0) {
    return { unclear: `it reads the hosts file ${one.args[0].text}` };
  }
  const lines = one.options.map(words => words.map(({ text }) => text));
  const found = lines.filter(
    ([address, ...names]) =>
      /^[\d.]+$|:/.test(address) && names.some(name => name.toLowerCase() === host),
  );
  if (found.length > 0) {
    return { addresses: found.map(([address]) => address) };
  }
  return lines.some(([name]) => name === 'fallthrough') ? undefined : NONE;
}

/** Source: coredns plugin/kubernetes; the zones are those of the block unless given. */
function ofKubernetes({ args }: Directive, host: string): Answer {
  return args.length === 0 || args.some(zone => isBelow(host, zone.text))
    ? { unclear: 'the API server answers' }
    : undefined;
}

function ofForward({ args }: Directive, host: string): Answer {
  const [zone, ...servers] = args.map(({ text }) => text);
  if (!isBelow(host, zone)) {
    return undefined;
  }
  return servers.length === 1
    ? { asks: servers[0] }
    : { unclear: `it asks ${servers.join(' or ')}, and nobody knows what they answer` };
}

/** @param zone as a Corefile has it */
function isBelow(host: string, zone: string): boolean {
  const own = zone.toLowerCase().replace(/\.$/, '');
  return own === '' || isWithin(host, own);
}
