import { Context } from './context';
import { Manifest, objectText } from '../world/manifest';

/**
 * Finds stub domains of kube-dns that lead elsewhere.
 *
 * @returns those that were written
 * @internal
 */
export function checkStubs(context: Context): string[] {
  const maps = context.written.of('', 'ConfigMap').filter(({ values }) => values.data?.stubDomains);
  return maps.flatMap(map => {
    const stubs = Object.entries(stubsOf(map));
    const found = context.live.find(map);
    if (found) {
      stubs.forEach(([domain, servers]) => checkStub(domain, servers, map, found, context));
    }
    return stubs.map(([domain]) => domain);
  });
}

function checkStub(
  domain: string,
  servers: unknown,
  written: Manifest,
  live: Manifest,
  { findings }: Context,
): void {
  const has = stubsOf(live)[domain];
  const text = (value: unknown) => (Array.isArray(value) ? value.join(', ') : 'nobody');
  if (text(has) !== text(servers)) {
    const message = `asks ${text(has)} for "${domain}", not ${text(servers)}`;
    findings.report('MESH890', objectText(written), message, written.source);
  }
}

/** A text in JSON; one that is none says nothing. */
function stubsOf({ values }: Manifest): { readonly [domain: string]: unknown } {
  try {
    return Object(JSON.parse(String(values.data?.stubDomains ?? '{}')));
  } catch {
    return {};
  }
}
