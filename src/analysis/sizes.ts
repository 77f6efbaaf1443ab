import { ClusterSize, clusterSize, ObjectSize, PartSize } from './size';
import { Overlaps } from '../values/overlaps';
import { remember } from '../values/remember';

/** Objects with their sizes. */
type Sized = ReadonlyArray<{ readonly size: ObjectSize }>;

/**
 * The sizes of clusters that share lists of objects: each list is added up once.
 *
 * @internal
 */
export class Sizes {
  private readonly parts = new Map<Sized, PartSize>();
  private readonly overlaps: Overlaps<Sized>;

  /** @param clusters the lists of each */
  public constructor(clusters: ReadonlyArray<readonly Sized[]>) {
    this.overlaps = new Overlaps(clusters, list => this.partOf(list).mentioned);
  }

  /** @param lists of one of the clusters */
  public of(lists: readonly Sized[]): ClusterSize {
    const entangled = new Set(this.overlaps.among(lists));
    const apart = lists.filter(list => !entangled.has(list)).map(list => this.partOf(list));
    return clusterSize([...apart, partSize([...entangled].flat())]);
  }

  private partOf(list: Sized): PartSize {
    return remember(this.parts, list, () => partSize(list));
  }
}

const partSize = (objects: Sized): PartSize => new PartSize(objects.map(({ size }) => size));
