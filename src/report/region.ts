import type { ClusterCard } from './facts/facts';

/** Of a cluster whose locality somebody gave. @internal */
export const regionOf = ({ locality }: Pick<ClusterCard, 'locality'>): string | undefined =>
  locality?.split('/')[0];
