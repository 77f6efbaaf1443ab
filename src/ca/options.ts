import { parseArgs } from 'util';
import { CertificateOptions, IntermediateOptions, optionsOf, signingOf } from './pki/authority';
import { KEY_ALGORITHMS, KeyAlgorithm } from './pki/key-algorithm';
import { SealingScope } from './sealing/sealed-secret';
import { LockedCluster } from '../description/locks/pki-lock';
import { PKI_LOCK_FILE } from '../description/locks/pki-lock-file';

/** The command line is wrong. @internal */
export class UsageError extends Error {}

/** @internal */
export interface CaOptions {
  readonly names: readonly string[];
  readonly lock: string;
  readonly keys?: string;
  readonly algorithm?: KeyAlgorithm;
  readonly days?: number;
  readonly organization?: string;
  readonly namespace?: string;
  readonly root?: string;
  readonly signed?: string;
  readonly certificate?: string;
  readonly scope: SealingScope;
  readonly age: readonly string[];
  readonly from?: string;
  readonly json: boolean;
}

const SCOPES = ['strict', 'namespace-wide', 'cluster-wide'] as const satisfies SealingScope[];

const LONGEST_DAYS = 36_500;

/** @throws UsageError @internal */
export function readCaOptions(args: string[]): CaOptions {
  const text = { type: 'string' } as const;
  const options = {
    lock: text,
    keys: text,
    algorithm: text,
    days: text,
    organization: text,
    namespace: text,
    root: text,
    signed: text,
    certificate: text,
    scope: text,
    from: text,
    age: { type: 'string', multiple: true },
    json: { type: 'boolean' },
  } as const;
  const { values, positionals } = parse(() => parseArgs({ args, options, allowPositionals: true }));
  const days = values.days === undefined ? undefined : Number(values.days);
  if (days !== undefined && !(Number.isInteger(days) && days >= 1 && days <= LONGEST_DAYS)) {
    throw new UsageError(
      `--days takes a whole number from 1 to ${LONGEST_DAYS}, not "${values.days}"`,
    );
  }
  return {
    names: positionals,
    lock: values.lock ?? PKI_LOCK_FILE,
    keys: values.keys,
    algorithm:
      values.algorithm === undefined
        ? undefined
        : oneOf('--algorithm', KEY_ALGORITHMS, values.algorithm),
    days,
    organization: values.organization,
    namespace: values.namespace,
    root: values.root,
    signed: values.signed,
    certificate: values.certificate,
    scope: oneOf('--scope', SCOPES, values.scope ?? 'strict'),
    age: values.age ?? [],
    from: values.from,
    json: values.json ?? false,
  };
}

const DEFAULTS = { algorithm: 'rsa-4096', organization: 'Istio' } as const;
const ROOT_DAYS = 3650;
const INTERMEDIATE_DAYS = 365;

/** What a root is to be. @internal */
export function rootOptions({
  algorithm,
  organization,
  days = ROOT_DAYS,
}: CaOptions): CertificateOptions {
  return {
    algorithm: algorithm ?? DEFAULTS.algorithm,
    organization: organization ?? DEFAULTS.organization,
    days,
  };
}

/** What an intermediate is to be: where nothing is said, like the one before it. @internal */
export function intermediateOptions(
  { algorithm, organization, namespace, days = INTERMEDIATE_DAYS }: CaOptions,
  before?: LockedCluster,
): IntermediateOptions {
  const known: Partial<IntermediateOptions> = before ? optionsOf(signingOf(before)) : {};
  return {
    algorithm: algorithm ?? known.algorithm ?? DEFAULTS.algorithm,
    organization: organization ?? known.organization ?? DEFAULTS.organization,
    namespace: namespace ?? known.namespace ?? 'istio-system',
    days,
  };
}

/** An option that the command cannot do without. @throws UsageError @internal */
export function required(value: string | undefined, option: string): string {
  if (value === undefined) {
    throw new UsageError(`${option} is missing`);
  }
  return value;
}

function oneOf<T extends string>(option: string, all: readonly T[], value: string): T {
  const found = all.find(item => item === value);
  if (found === undefined) {
    throw new UsageError(`${option} takes ${all.join(', ')}, not "${value}"`);
  }
  return found;
}

function parse<T>(parser: () => T): T {
  try {
    return parser();
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
