import { DEFAULTS } from './defaults';
import { CertificateOptions, IntermediateOptions, optionsOf, signingOf } from './pki/authority';
import { KeyAlgorithm } from './pki/key-algorithm';
import { SealingScope } from './sealing/sealed-secret';
import { UsageError } from './usage-error';
import { LockedCluster } from '../description/locks/pki-lock';

/** What the command line says, as far as a command has a use for it. @internal */
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

/** What a root is to be. @internal */
export function rootOptions({
  algorithm,
  organization,
  days = DEFAULTS.rootDays,
}: CaOptions): CertificateOptions {
  return {
    algorithm: algorithm ?? DEFAULTS.algorithm,
    organization: organization ?? DEFAULTS.organization,
    days,
  };
}

/** What an intermediate is to be: where nothing is said, like the one before it. @internal */
export function intermediateOptions(
  { algorithm, organization, namespace, days = DEFAULTS.intermediateDays }: CaOptions,
  before?: LockedCluster,
): IntermediateOptions {
  const known: Partial<IntermediateOptions> = before ? optionsOf(signingOf(before)) : {};
  return {
    algorithm: algorithm ?? known.algorithm ?? DEFAULTS.algorithm,
    organization: organization ?? known.organization ?? DEFAULTS.organization,
    namespace: namespace ?? known.namespace ?? DEFAULTS.namespace,
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
