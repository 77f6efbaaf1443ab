import { ExistingObject, isTextMap } from './existing';
import { zonePlace } from './zone-place';
import { parseCorefile } from '../../corefile/parser';
import { BlockPlace } from '../../corefile/splice';
import { Problems } from '../../problems/problems';

/** A key of the ConfigMap `coredns-custom`, and where in its text the blocks of the mesh go. */
interface CustomPlace {
  readonly key: string;
  readonly place: BlockPlace;
}

/**
 * Where the blocks of a zone go in `coredns-custom`: into the key that has blocks of the zone
 * already, in their place, since a second block stops CoreDNS; otherwise into a key of our own.
 *
 * The platforms import the keys that end in `.server`.
 *
 * @returns undefined after reporting
 * @internal
 */
export function customPlace(
  { existing, name }: { readonly existing?: ExistingObject; readonly name: string },
  port: number,
  problems: Problems,
): CustomPlace | undefined {
  const { data } = existing?.body ?? {};
  const own = `mesh-${name}.server`;
  const places: CustomPlace[] = [];
  for (const [key, text] of Object.entries(isTextMap(data) ? data : {})) {
    if (key.endsWith('.server')) {
      const at = problems.at(key);
      const corefile = parseCorefile(text, at);
      const place = corefile && zonePlace(corefile, name, at, port);
      if (!place) {
        return undefined;
      }
      places.push({ key, place });
    }
  }
  const [holder, second] = places.filter(({ place }) => place.replaced.length > 0);
  if (second) {
    problems.report('MESH236', `"${holder.key}" and "${second.key}" both have blocks of "${name}"`);
  }
  const isOwn = ({ key }: CustomPlace) => key === own;
  return holder ?? places.find(isOwn) ?? { key: own, place: { corefile: '', replaced: [] } };
}
