import { writeFileSync } from 'fs';
import * as path from 'path';
import { meshes } from './meshes';
import { Results } from './results';
import { Stand } from './stand/stand';
import { Tools } from './stand/tools';

/** One mesh, in namespaces of this process: with it everything ends. */
async function session([name, cache, folder, resultFile]: string[]): Promise<void> {
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  const say = (text: string) => console.log(`${String(seconds()).padStart(4)} s  ${name}: ${text}`);
  const { mesh, suites } = meshes[name]();
  const stand = new Stand({
    mesh,
    folder: path.join(folder, name),
    tools: new Tools(cache, folder),
    say,
  });
  const results = new Results();
  await results.check('stand', `${mesh.name}: installed in the order of the READMEs`, async () => {
    await stand.start();
    return `${seconds()} s`;
  });
  if (results.all.every(({ problem }) => problem === undefined)) {
    for (const suite of suites) {
      await suite(stand, results);
      say(`${suite.name}: ${results.all.length} checks so far`);
    }
  }
  writeFileSync(resultFile, JSON.stringify({ seconds: seconds(), results: results.all }));
}

session(process.argv.slice(2)).then(
  () => process.exit(0),
  error => {
    console.error(error);
    process.exit(1);
  },
);
