/**
 * Takes the demand for Node 22 of `@kubernetes-models` out of package-lock.json, so that `npm ci`
 * does not warn of it with Node 20. Their type declarations and validators, which is all that is
 * used of them, and only by tests and by `projen import`, run with Node 20: the tests do it.
 * Earlier releases that do not demand it do not know the Istio of today.
 */
import { readFileSync, writeFileSync } from 'fs';

const LOCK = 'package-lock.json';
const lock = JSON.parse(readFileSync(LOCK, 'utf8'));
for (const [name, entry] of Object.entries<{ engines?: object }>(lock.packages)) {
  if (/^node_modules\/(@kubernetes-models\/|kubernetes-models$)/.test(name)) {
    delete entry.engines;
  }
}
writeFileSync(LOCK, `${JSON.stringify(lock, null, 2)}\n`);
