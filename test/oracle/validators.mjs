// Reads objects as JSON from standard input and prints what the compiled CRD schemas of the pinned
// package say of each.
import { readFileSync } from 'node:fs';
const objects = JSON.parse(readFileSync(0, 'utf8'));
const classes = new Map();
async function classOf({ apiVersion, kind }) {
  const key = `${apiVersion}/${kind}`;
  if (!classes.has(key)) {
    const module = await import(`@kubernetes-models/istio/${apiVersion}/${kind}`).catch(
      () => undefined,
    );
    classes.set(key, module?.[kind]);
  }
  return classes.get(key);
}
const verdicts = [];
for (const object of objects) {
  const Kind = await classOf(object);
  if (!Kind) {
    verdicts.push(`no schema for ${object.apiVersion} ${object.kind}`);
    continue;
  }
  try {
    new Kind(object).validate();
    verdicts.push(null);
  } catch (error) {
    verdicts.push(String(error.message));
  }
}
process.stdout.write(JSON.stringify(verdicts));
