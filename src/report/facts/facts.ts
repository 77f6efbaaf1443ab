import type { PolicyMode, Verdict } from '../../analysis/reach/verdict';
import type { ClusterSize } from '../../analysis/size';
import type { Account } from '../../analysis/world/assumed';
import type { Source } from '../../analysis/world/manifest';
import type { Code } from '../../problems/codes';

/**
 * What a report says, as plain data: `mesh report --format json` prints it, and the page has it
 * inside. It holds nothing of a Secret but public certificates.
 *
 * @internal
 */
export interface ReportFacts {
  readonly clusters: readonly ClusterCard[];
  readonly links: readonly Link[];
  readonly access: AccessFacts;
  readonly certificates: CertificateFacts;
  /** what the sizes are held against */
  readonly budget: Budget;
  readonly warnings: readonly ReportWarning[];
  /** where there is a base to compare with */
  readonly changes?: ReportChanges;
}

/** @internal */
export interface ClusterCard {
  readonly name: string;
  /** version */
  readonly istio?: string;
  /** region, or region/zone */
  readonly locality?: string;
  readonly network: string;
  readonly trustDomain: string;
  readonly gateways: readonly GatewayCard[];
  /** hosts that its gateways pass calls to */
  readonly exports: readonly string[];
  /** whether others know hosts that it exports, and call them elsewhere only, as while it drains */
  readonly isLeftOut: boolean;
  readonly size: ClusterSize;
  readonly source?: Source;
}

/** @internal */
export interface GatewayCard {
  readonly name: string;
  readonly namespace: string;
  /** as those call it who come from outside of the cluster */
  readonly addresses: readonly string[];
  /** whether workloads of its own cluster call through it */
  readonly isEgress: boolean;
  readonly source: Source;
}

/** The hosts for which one cluster has endpoints in another. @internal */
export interface Link {
  readonly from: string;
  /** null where no gateway that anybody knows has the address */
  readonly to: string | null;
  readonly hosts: readonly string[];
  /** of those that nobody has */
  readonly addresses?: readonly string[];
}

/** Who can call what. @internal */
export interface AccessFacts {
  readonly callers: readonly Account[];
  readonly called: readonly CalledHost[];
  /**
   * for each caller the groups of its calls, in the order of `called`: a group, how many calls in
   * turn are of it, the next group, and so on
   */
  readonly rows: ReadonlyArray<readonly number[]>;
  readonly groups: readonly CallGroup[];
  readonly steps: readonly Step[];
  /** whether the steps of a group are those of each of its calls, and not of an example */
  readonly isExact: boolean;
}

/** @internal */
export interface CalledHost {
  readonly host: string;
  readonly port: number;
  /** the namespace that its entries are in */
  readonly namespace: string;
  /** clusters that export it, or have its pods */
  readonly servedBy: readonly string[];
}

/** Calls that go alike. @internal */
export interface CallGroup {
  readonly verdict: Verdict;
  readonly policy?: PolicyMode;
  /** one of them, as indices of `callers` and `called` */
  readonly example: readonly [caller: number, called: number];
  readonly calls: number;
  readonly ways: ReadonlyArray<{ readonly verdict: Verdict; readonly steps: readonly number[] }>;
}

/** @internal */
export interface Step {
  readonly hop: string;
  readonly cluster: string;
  readonly text: string;
  readonly file?: string;
  readonly line?: number;
  readonly remedy?: string;
}

/** @internal */
export interface CertificateFacts {
  /** those that sign first, each with what ends later before what ends sooner */
  readonly certificates: readonly CertificateCard[];
  readonly overlaps: readonly Overlap[];
}

/** @internal */
export interface CertificateCard {
  readonly name: string;
  readonly role: CertificateRole;
  /** days in UTC, e.g. `2035-11-24` */
  readonly from: string;
  readonly until: string;
  /** SHA-256 */
  readonly fingerprint: string;
  /** fingerprints of those that are here and signed it */
  readonly signedBy: readonly string[];
  readonly places: readonly CertificatePlace[];
}

/** @internal */
export type CertificateRole = 'root' | 'intermediate' | 'leaf';

/** @internal */
export interface CertificatePlace {
  readonly cluster: string;
  /** e.g. `Secret istio-system/cacerts` */
  readonly object: string;
  /** key of its data, or field of its spec */
  readonly part: string;
  readonly source: Source;
}

/** A time in which two roots are valid that clusters trust together. @internal */
export interface Overlap {
  readonly roots: readonly [string, string];
  readonly from: string;
  readonly until: string;
  readonly clusters: readonly string[];
}

/** The most that a cluster may have of something. @internal */
export type Budget = { readonly [of in keyof ClusterSize]?: number };

/** @internal */
export interface ReportWarning {
  readonly code: Code;
  readonly title: string;
  readonly why: string;
  readonly remedy: string;
  readonly items: readonly WarningItem[];
}

/** @internal */
export interface WarningItem {
  readonly cluster?: string;
  readonly text: string;
  readonly file?: string;
  readonly line?: number;
  readonly remedy?: string;
}

/** What `mesh diff` says of the two worlds. @internal */
export interface ReportChanges {
  /** what is compared, and what to know about it */
  readonly head: readonly string[];
  readonly sections: readonly ChangeSection[];
  readonly end: readonly string[];
  readonly newClusters: readonly string[];
  readonly goneClusters: readonly string[];
  /** in which objects, Secrets or settings change */
  readonly changedClusters: readonly string[];
  readonly calls: readonly CallMark[];
}

/** @internal */
export type Mark = '+' | '-' | '~' | '?';

/** @internal */
export interface ChangeSection {
  readonly title: string;
  readonly lines: ReadonlyArray<{
    readonly mark: Mark;
    readonly text: string;
    readonly more: readonly string[];
  }>;
}

/** Each of some callers and each of some hosts. @internal */
export interface CallMark {
  readonly mark: Mark;
  readonly text: string;
  /** `cluster/namespace/account` */
  readonly callers: readonly string[];
  /** `host:port` */
  readonly called: readonly string[];
}
