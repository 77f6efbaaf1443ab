/** How a call goes, besides whether it gets through. @internal */
export const ASPECTS = [
  'endpoints',
  'path',
  'order',
  'share',
  'identity',
  'timeouts',
  'requests',
] as const;

/** @internal */
export type Aspect = (typeof ASPECTS)[number];
