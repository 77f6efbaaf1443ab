import { ANALYSIS } from './codes/analysis';
import { CHECK } from './codes/check';
import { CLUSTERS } from './codes/clusters';
import { CodeInfo } from './codes/code-info';
import { CONTROL_PLANES } from './codes/control-planes';
import { DESCRIPTION } from './codes/description';
import { DNS } from './codes/dns';
import { GATEWAYS } from './codes/gateways';
import { GITOPS } from './codes/gitops';
import { GRANTS } from './codes/grants';
import { IDENTITIES, MEMBERS } from './codes/identities';
import { IMPORT } from './codes/import';
import { INVENTORY } from './codes/inventory';
import { NAMES } from './codes/names';
import { NAMESPACES } from './codes/namespaces';
import { OUTPUT } from './codes/output';
import { REPORT } from './codes/report';
import { ROLLOUT } from './codes/rollout';
import { SERVICES } from './codes/services';
import { TRUST } from './codes/trust';
import { VERSIONS } from './codes/versions';

export type { CodeInfo, Severity } from './codes/code-info';

/**
 * What can be wrong, as a closed list. A code never changes its meaning and is never used again for
 * another one.
 *
 * 1xx the form of the description · 2xx clusters and names · 3xx services, ports and addresses ·
 * 4xx grants, members and identities · 5xx Istio versions and mechanisms · 6xx DNS · 7xx trust ·
 * 8xx output, and what runs of it · 9xx analysis
 *
 * `docs/errors.md` is generated from this list; `test/problems/codes.test.ts` demands a test for
 * each code.
 *
 * @internal
 */
export const CODES = {
  ...DESCRIPTION,
  ...ROLLOUT,
  ...INVENTORY,
  ...CLUSTERS,
  ...CONTROL_PLANES,
  ...GATEWAYS,
  ...SERVICES,
  ...GRANTS,
  ...MEMBERS,
  ...IDENTITIES,
  ...NAMESPACES,
  ...NAMES,
  ...VERSIONS,
  ...DNS,
  ...TRUST,
  ...OUTPUT,
  ...GITOPS,
  ...CHECK,
  ...ANALYSIS,
  ...IMPORT,
  ...REPORT,
} as const satisfies Record<string, CodeInfo>;

/** @internal */
export type Code = keyof typeof CODES;

/** @internal */
export interface RetiredCode {
  /** The release that does not have it any more. */
  readonly since: string;
  readonly title: string;
  /** Why the rule was given up. */
  readonly why: string;
  /** The code that took its place. */
  readonly replacedBy?: Code;
}

/**
 * Codes that are reported no more, and never get another meaning.
 *
 * @internal
 */
export const RETIRED: { readonly [code: string]: RetiredCode } = {
  MESH715: {
    since: '0.1.0',
    title: 'A private key in plaintext is refused in CI',
    why: 'Whether a run took place in CI had to be guessed from its environment, which no longer decides anything.',
    replacedBy: 'MESH736',
  },
};
