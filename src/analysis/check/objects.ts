import { Context, missing } from './context';
import { Difference, differences } from './differences';
import { otherwise, valueText } from './value-text';
import { Manifest, objectText } from '../world/manifest';

/** Of one object; the rest is a number. */
const SHOWN = 5;

/** Finds what was written and is not there, or is another. @returns what is right @internal */
export function checkObjects(context: Context): string {
  const { written, live, findings } = context;
  let right = 0;
  for (const manifest of written.manifests) {
    const found = live.find(manifest);
    if (found) {
      const all = differencesOf(manifest, found);
      all.slice(0, SHOWN).forEach(one => report(one, manifest, context));
      if (all.length > SHOWN) {
        const more = `${all.length - SHOWN} more of its fields have other values`;
        findings.report('MESH871', objectText(manifest), more, manifest.source);
      }
      right += all.length === 0 ? 1 : 0;
    } else {
      missing('MESH870', manifest, context, manifest.source);
    }
  }
  return `${right} as written`;
}

/** Of what the description decides: the fields of the object, its labels and annotations. */
function differencesOf(written: Manifest, live: Manifest): Difference[] {
  const { apiVersion, kind, metadata, status, ...body } = written.values;
  if (written.group === '' && kind === 'Secret') {
    // of which only certificates are fetched; those of `cacerts` are checked by themselves
    return [];
  }
  const { labels = {}, annotations = {} } = metadata;
  return [
    ...differences({ labels, annotations }, live.values.metadata, 'metadata', false),
    ...Object.entries(body).flatMap(([key, value]) =>
      differences(value, live.values[key], key, isWhole(written) && key === 'spec'),
    ),
  ];
}

/** Nobody fills in anything in objects of Istio: their schemas have no defaults. */
const isWhole = ({ group }: Manifest): boolean =>
  group === 'networking.istio.io' || group === 'security.istio.io';

function report(difference: Difference, manifest: Manifest, { findings }: Context): void {
  findings.report('MESH871', objectText(manifest), differenceText(difference), manifest.source);
}

function differenceText({ path, written, live }: Difference): string {
  if (written === undefined) {
    return `${path} is ${valueText(live)}, and was not written`;
  }
  return live === undefined
    ? `${path} is gone; it was written as ${valueText(written)}`
    : `${path} ${otherwise(live, written)}`;
}
