/**
 * Makes `locks/`, the state of the CAs after each step of a rotation, with throwaway keys. Run it
 * by hand when the format of the lock file changes: `npx ts-node -T --project test/tsconfig.json
 * test/golden/rotation/make-locks.ts`; then update the golden directories.
 */
import { mkdirSync } from 'fs';
import * as path from 'path';
import { issueFor, newRoot } from '../../../src/ca/pki/authority';
import { issueRoot, validFor } from '../../../src/ca/pki/issue-certificate';
import { generateKey } from '../../../src/ca/pki/key-algorithm';
import { bundle, confirm, end, restart, switchTo } from '../../../src/ca/pki/rotation';
import { seal } from '../../../src/ca/sealing/seal-key';
import { PkiLock } from '../../../src/description/locks/pki-lock';
import { writePkiLock } from '../../../src/description/locks/pki-lock-file';
import { Problems } from '../../../src/problems/problems';
import { pem } from '../../../src/x509/pem';

const NOW = new Date('2026-11-24T12:00:00Z');
const AGE = 'age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj'; // the example of age's own documentation
const CLUSTERS = ['east', 'north', 'west'];
const options = { algorithm: 'p-256', organization: 'Istio', namespace: 'istio-system' } as const;

const controller = pem(
  'CERTIFICATE',
  issueRoot(
    generateKey('rsa-2048'),
    { organization: 'x', commonName: 'sealed-secrets' },
    validFor(3650, NOW),
  ).der,
);
const recipients: { readonly [cluster: string]: object } = {
  east: { sealedSecret: { certificate: controller, scope: 'strict' } },
  west: { sops: { recipients: [AGE] } },
};

function root(id: string) {
  const { key, ...locked } = newRoot(id, { ...options, days: 3650 }, NOW);
  return { key, locked };
}

function issue(lock: PkiLock, key: ReturnType<typeof root>['key']): PkiLock {
  const clusters = CLUSTERS.map(name => {
    const issued = issueFor(name, lock, key, { ...options, days: 365 }, NOW);
    const sealing =
      recipients[name] &&
      seal(
        issued.key,
        { namespace: options.namespace, ...recipients[name], areConfirmed: true },
        NOW,
        new Problems(),
      );
    return [name, { ...issued.cluster, sealing }] as const;
  });
  return { ...lock, clusters: Object.fromEntries(clusters) };
}

const confirmed = (lock: PkiLock): PkiLock =>
  CLUSTERS.reduce((rest, name) => confirm(rest, name, NOW), lock);

const [first, second] = [root('root-1'), root('root-2')];
const stable = issue({ roots: [first.locked], signer: 'root-1', clusters: {} }, first.key);
const bundled = bundle(stable, second.locked, NOW);
const restarted = restart(confirmed(bundled), NOW);
const switched = issue(switchTo(confirmed(restarted), NOW), second.key);
const dropped = end(confirmed(switched));

const folder = path.join(__dirname, 'locks');
mkdirSync(folder, { recursive: true });
Object.entries({
  '0-stable': stable,
  '1-bundle': bundled,
  '2-restart': restarted,
  '3-switch': switched,
  '4-drop': dropped,
}).forEach(([name, lock]) => writePkiLock(path.join(folder, `${name}.json`), lock));
