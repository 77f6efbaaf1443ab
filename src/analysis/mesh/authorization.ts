import { all, any, not, Request, Truth, truth } from './logic';
import { MeshConfig } from './mesh-config';
import { Pods } from './pods';
import { matchesExpression } from './virtual-services';
import { cidrContains, ipFamily, parseCidr } from '../../values/ip';
import { covers, Manifest } from '../world/manifest';

/** A call as it comes in at a pod. @internal */
export interface Incoming {
  /** `<trust domain>/ns/<namespace>/sa/<account>`; undefined without mutual TLS */
  readonly principal?: string;
  readonly port: number;
  readonly isHttp: boolean;
  /** as the client sends it */
  readonly authority: string;
  readonly sni?: string;
  readonly request: Request;
}

/** Whether a policy only counts what it would refuse. @internal */
export const isTrial = ({ annotations }: Manifest): boolean =>
  /^(1|t|true)$/i.test(annotations['istio.io/dry-run'] ?? '');

/** What the policies of pods say to a call. @internal */
export interface Authorized {
  readonly allowed: Truth;
  /** the policy that decides; undefined when there is none */
  readonly manifest?: Manifest;
  readonly why: string;
  /** policies that would refuse it if they were not carried out for trial only */
  readonly audited: readonly Manifest[];
}

/**
 * The policies of pods: those of their namespace and of the root namespace that select them. What
 * has `targetRefs` is for gateways and waypoints (Istio: pilot/pkg/model/authorization.go).
 *
 * @internal
 */
export function policiesFor(
  pods: Pods,
  policies: readonly Manifest[],
  { rootNamespace }: MeshConfig,
): Manifest[] {
  return policies.filter(
    ({ namespace, spec }) =>
      (namespace === pods.namespace || namespace === rootNamespace) &&
      !spec.targetRef &&
      !spec.targetRefs?.length &&
      covers(spec.selector?.matchLabels ?? {}, pods.labels),
  );
}

/**
 * What policies say: CUSTOM first, then DENY, then ALLOW, of which one has to match if there is any
 * (Istio: pilot/pkg/security/authz/builder/builder.go). Those for trial (`istio.io/dry-run`) decide
 * nothing.
 *
 * @internal
 */
export function authorize(
  policies: readonly Manifest[],
  call: Incoming,
  mesh: MeshConfig,
): Authorized {
  const of = (action: string, trial: boolean) =>
    policies.filter(one => (one.spec.action ?? 'ALLOW') === action && isTrial(one) === trial);
  const audited = [
    ...of('DENY', true).filter(one => matches(one, call, mesh) !== 'no'),
    ...of('ALLOW', true).filter(one => matches(one, call, mesh) === 'no'),
  ];
  const custom = of('CUSTOM', false).find(one => matches(one, call, mesh) !== 'no');
  if (custom) {
    return { allowed: 'unclear', manifest: custom, why: 'another server decides', audited };
  }
  const denied = decide(of('DENY', false), call, mesh);
  if (denied.value !== 'no') {
    return { allowed: not(denied.value), manifest: denied.by, why: 'it denies the call', audited };
  }
  const allowing = of('ALLOW', false);
  if (allowing.length === 0) {
    return { allowed: 'yes', why: 'no policy denies the call', audited };
  }
  const allowed = decide(allowing, call, mesh);
  return {
    allowed: allowed.value,
    manifest: allowed.by ?? allowing[0],
    why: allowed.by
      ? 'it allows the call'
      : 'there are policies that allow calls, and none allows this one',
    audited,
  };
}

function decide(policies: readonly Manifest[], call: Incoming, mesh: MeshConfig) {
  const judged = policies.map(by => ({ by, value: matches(by, call, mesh) }));
  const value = any(judged.map(one => one.value));
  return { value, by: judged.find(one => one.value === value && value !== 'no')?.by };
}

/** Whether some rule of a policy matches; without rules it matches nothing. */
function matches({ spec, namespace }: Manifest, call: Incoming, mesh: MeshConfig): Truth {
  const isDeny = spec.action === 'DENY' || spec.action === 'AUDIT';
  const rules: any[] = spec.rules ?? [];
  return any(rules.map(rule => matchesRule(rule ?? {}, { call, mesh, namespace, isDeny })));
}

interface Context {
  readonly call: Incoming;
  readonly mesh: MeshConfig;
  /** of the policy */
  readonly namespace: string;
  readonly isDeny: boolean;
}

/** What a condition is about that a TCP connection does not have. */
class HttpOnly extends Error {}

/**
 * On TCP, what only HTTP has is left out of a rule that denies, and leaves out the whole rule that
 * allows (Istio: `checkError` in pilot/pkg/security/authz/model/model.go).
 */
function matchesRule(rule: any, context: Context): Truth {
  const conditions = (list: any[]) => all(list.map(one => matchesCondition(one, context)));
  const sources: any[] = rule.from ?? [];
  const operations: any[] = rule.to ?? [];
  try {
    return all([
      sources.length === 0
        ? 'yes'
        : any(sources.map(({ source = {} }) => attributes(SOURCES, source, context))),
      operations.length === 0
        ? 'yes'
        : any(operations.map(({ operation = {} }) => attributes(OPERATIONS, operation, context))),
      conditions(rule.when ?? []),
    ]);
  } catch (error) {
    if (error instanceof HttpOnly) {
      return 'no';
    }
    throw error;
  }
}

/** Whether an attribute has one of some values. */
type Attribute = (values: readonly string[], context: Context) => Truth;

/** A field of a rule, and its opposite with `not` before it. */
type Attributes = { readonly [field: string]: Attribute };

function attributes(known: Attributes, given: any, context: Context): Truth {
  return all(
    Object.entries(known).flatMap(([field, attribute]) => {
      const opposite = `not${field[0].toUpperCase()}${field.slice(1)}`;
      return [
        ...asked(attribute, given[field], context),
        ...asked(attribute, given[opposite], context).map(not),
      ];
    }),
  );
}

/** Nothing where nothing is asked, or where a rule that denies asks TCP for what only HTTP has. */
function asked(attribute: Attribute, values: readonly string[] | undefined, context: Context) {
  if (!values?.length) {
    return [];
  }
  try {
    return [attribute(values, context)];
  } catch (error) {
    if (error instanceof HttpOnly && context.isDeny) {
      return [];
    }
    throw error;
  }
}

const onHttp =
  (attribute: Attribute): Attribute =>
  (values, context) => {
    if (!context.call.isHttp) {
      throw new HttpOnly();
    }
    return attribute(values, context);
  };

const principal: Attribute = (values, { call, mesh }) =>
  truth(
    call.principal !== undefined &&
      withAliases(values, mesh).some(value => isLike(value, call.principal!)),
  );

const namespaceOf: Attribute = (values, { call }) =>
  truth(
    values.some(value =>
      new RegExp(`/ns/${value.split('*').map(escape).join('.*')}/`).test(call.principal ?? ''),
    ),
  );

const serviceAccount: Attribute = (values, { call, namespace }) =>
  truth(
    values.some(value => {
      const [ns, account] = value.includes('/') ? value.split('/') : [namespace, value];
      return new RegExp(`^.+/ns/${escape(ns)}/(.+/|)sa/${escape(account)}(/.+)?$`).test(
        call.principal ?? '',
      );
    }),
  );

const trustDomain: Attribute = (values, { call, mesh }) => {
  const own = call.principal?.split('/')[0];
  const domains = [mesh.trustDomain, ...mesh.trustDomainAliases];
  const expanded = values.flatMap(value => (domains.includes(value) ? domains : [value]));
  return truth(own !== undefined && expanded.some(value => isLike(value, own)));
};

/** Who comes through a gateway comes from its address, which is not known here. */
const address: Attribute = values => (values.every(isEverywhere) ? 'yes' : 'unclear');

function isEverywhere(text: string): boolean {
  const range = parseCidr(text);
  return range?.prefix === 0 && ipFamily(range.network) === 4 && cidrContains(range, '0.0.0.0');
}

/** No token was given. */
const noToken: Attribute = onHttp(() => 'no');

const port: Attribute = (values, { call }) => truth(values.includes(String(call.port)));

const host: Attribute = onHttp((values, { call }) =>
  truth(values.some(value => isLike(value.toLowerCase(), call.authority.toLowerCase()))),
);

const method: Attribute = onHttp((values, { call: { request } }) => {
  if (values.includes('*')) {
    return 'yes';
  }
  return request.method === undefined
    ? 'some'
    : truth(values.some(value => isLike(value, request.method!)));
});

const path: Attribute = onHttp((values, { call: { request } }) => {
  if (values.includes('*') || values.includes('/*')) {
    return 'yes';
  }
  const given = request.path?.split(/[?#]/)[0];
  return given === undefined ? 'some' : any(values.map(value => isPath(value, given)));
});

/** `{*}` is one segment, `{**}` any number of them (Istio: pkg/config/security). */
function isPath(value: string, given: string): Truth {
  if (!value.includes('{')) {
    return truth(isLike(value, given));
  }
  const expression = value
    .split(/(\{\*\*?\})/)
    .map(part => ({ '{*}': '[^/]+', '{**}': '.*' })[part] ?? escape(part))
    .join('');
  return matchesExpression(expression, given);
}

const SOURCES: Attributes = {
  principals: principal,
  namespaces: namespaceOf,
  serviceAccounts: serviceAccount,
  trustDomains: trustDomain,
  ipBlocks: address,
  remoteIpBlocks: address,
  requestPrincipals: noToken,
};

const OPERATIONS: Attributes = { hosts: host, ports: port, methods: method, paths: path };

const CONDITIONS: Attributes = {
  'source.principal': principal,
  'source.namespace': namespaceOf,
  'source.serviceAccount': serviceAccount,
  'source.trustDomain': trustDomain,
  'source.ip': address,
  'remote.ip': address,
  'destination.ip': address,
  'destination.port': port,
  'request.auth.principal': noToken,
  'request.auth.audiences': noToken,
  'request.auth.presenter': noToken,
  'connection.sni': (values, { call }) =>
    call.sni === undefined ? 'unclear' : truth(values.some(value => isLike(value, call.sni!))),
};

function matchesCondition({ key = '', values, notValues }: any, context: Context): Truth {
  const attribute = Object.hasOwn(CONDITIONS, key) ? CONDITIONS[key] : bracketed(key);
  if (!attribute) {
    return 'unclear';
  }
  return all([
    ...asked(attribute, values, context),
    ...asked(attribute, notValues, context).map(not),
  ]);
}

/** A header or a claim, whose name stands in brackets. */
function bracketed(key: string): Attribute | undefined {
  const [, kind, name] = /^(request\.headers|request\.auth\.claims)\[([^\]]+)\]/.exec(key) ?? [];
  if (kind !== 'request.headers') {
    return kind === undefined ? undefined : noToken;
  }
  return onHttp((values, { call: { request } }) => {
    const given = request.headers && (request.headers[name.toLowerCase()] ?? '');
    return given === undefined
      ? 'some'
      : truth(given !== '' && values.some(value => isLike(value, given)));
  });
}

/** Exact, or with `*` at one end (Istio: pilot/pkg/security/authz/matcher/string.go). */
function isLike(pattern: string, text: string): boolean {
  if (pattern === '*') {
    return text !== '';
  }
  if (pattern.startsWith('*')) {
    return text.endsWith(pattern.slice(1));
  }
  return pattern.endsWith('*') ? text.startsWith(pattern.slice(0, -1)) : text === pattern;
}

/**
 * Principals in the trust domain of the mesh, or in `cluster.local`, stand for those in all its
 * aliases too (Istio: `ReplaceTrustDomainAliases` in pilot/pkg/security/trustdomain/bundle.go).
 */
function withAliases(
  principals: readonly string[],
  { trustDomain: own, trustDomainAliases }: MeshConfig,
): string[] {
  const domains = [own, ...trustDomainAliases];
  return principals.flatMap(one => {
    const parts = one.split('/');
    const [domain] = parts;
    const isLocal = domains.some(name => isLike(domain, name)) || domain === 'cluster.local';
    if (parts.length !== 5 || domain === '*' || !isLocal) {
      return [one];
    }
    return domains.map(name =>
      domain.startsWith('*') && name.endsWith(domain.slice(1))
        ? one
        : [name, ...parts.slice(1)].join('/'),
    );
  });
}

const escape = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
