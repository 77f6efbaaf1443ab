// A worker: says of each list of objects that it is sent what the compiled CRD schemas of the pinned
// package find. Those are ES modules, which jest does not load.
import { parentPort, workerData } from 'node:worker_threads';

const { port, isAnswered } = workerData;
const classes = new Map();

const PACKAGES = [
  [/^argoproj\.io\//, '@kubernetes-models/argo-cd'],
  [/\.fluxcd\.io\//, '@kubernetes-models/flux-cd'],
  [/./, '@kubernetes-models/istio'],
];
const packageOf = apiVersion => PACKAGES.find(([group]) => group.test(apiVersion))[1];

async function classOf({ apiVersion, kind }) {
  const key = `${apiVersion}/${kind}`;
  if (!classes.has(key)) {
    const module = await import(`${packageOf(apiVersion)}/${apiVersion}/${kind}`).catch(
      () => undefined,
    );
    classes.set(key, module?.[kind]);
  }
  return classes.get(key);
}

async function verdict(object) {
  const Kind = await classOf(object);
  if (!Kind) {
    return `no schema for ${object.apiVersion} ${object.kind}`;
  }
  try {
    new Kind(object).validate();
    return null;
  } catch (error) {
    return String(error.message);
  }
}

parentPort.on('message', async objects => {
  const verdicts = [];
  for (const object of objects) {
    verdicts.push(await verdict(object));
  }
  port.postMessage(verdicts);
  Atomics.store(isAnswered, 0, 1);
  Atomics.notify(isAnswered, 0);
});
