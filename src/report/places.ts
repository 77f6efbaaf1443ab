/** Where everything of the topology stands, for one way to group clusters. @internal */
export interface Layout {
  /** by what clusters are together, for people */
  readonly by: string;
  readonly groups: readonly Place[];
  /** clusters, also those that are gone */
  readonly clusters: readonly Place[];
}

/** A box around a point. @internal */
export interface Place {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Stands for addresses that nobody has. No cluster has a name with a question mark. @internal */
export const NOWHERE = '?';
