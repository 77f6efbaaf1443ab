/** What a certificate is to be where nobody says otherwise. @internal */
export const DEFAULTS = {
  algorithm: 'rsa-4096',
  organization: 'Istio',
  /** only of an intermediate: where istiod runs */
  namespace: 'istio-system',
  rootDays: 3650,
  intermediateDays: 365,
} as const;
