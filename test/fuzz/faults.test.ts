import { execFileSync } from 'child_process';
import { readdirSync } from 'fs';
import * as path from 'path';

const ROOT = path.join(__dirname, '../..');
const FOLDER = path.join(__dirname, 'faults');
const patches = readdirSync(FOLDER).filter(name => name.endsWith('.patch'));

/** Whether the fuzzer finds the fault takes minutes: `npx projen fuzz:faults`. */
test.each(patches)('%s can be put back', patch => {
  execFileSync('git', ['apply', '--check', path.join(FOLDER, patch)], { cwd: ROOT });
});
