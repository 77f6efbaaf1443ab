import { must } from './requests';
import { Results } from '../results';
import { installSteps, perform } from '../stand/install';
import { Stand } from '../stand/stand';

/** What is applied a second time is there already. */
export async function again(stand: Stand, results: Results): Promise<void> {
  for (const { name, plane } of stand.clusters) {
    await results.check('stand', `${name}: applying everything again changes nothing`, async () => {
      const step = installSteps(stand.directory(name)).find(({ text }) => text.startsWith('Everything else'))!;
      const lines = (await perform(step, stand.directory(name), plane)).trim().split('\n');
      const changed = lines.filter(line => !line.endsWith(' unchanged'));
      must(changed.length === 0, changed.join('\n'));
      return `${lines.length} objects unchanged`;
    });
  }
}
