import { readFileSync } from 'fs';
import { meshHarness } from '../cli/harness';

const { mesh, io, tree } = meshHarness();

/** The commands that the README shows a newcomer, each with what it prints; `…` stands for more. */
const session = /^```console\n([^]*?)^```/m
  .exec(readFileSync('README.md', 'utf8'))![1]
  .split(/^\$ /m)
  .slice(1)
  .map(text => {
    const [line, ...output] = text.trimEnd().split('\n');
    return { line, output };
  });

test('from an empty folder to a reviewed mesh in four commands, as the README shows', async () => {
  const [install, ...commands] = session;
  expect(install.line).toMatch(/^npm install --omit=optional \S+$/);
  expect(commands.map(({ line }) => line.split(' ', 3).join(' '))).toEqual([
    'npx mesh init',
    'npx mesh synth',
    'npx mesh reach',
  ]);
  for (const { line, output } of commands) {
    expect([line, await mesh(...line.split(' ').slice(2))]).toEqual([line, 0]);
    const printed = io.out.trimEnd().split('\n');
    const shown = output.filter(text => text !== '…');
    expect(printed.filter(text => shown.includes(text))).toEqual(shown);
    if (output[0] !== '…') {
      expect(printed[0]).toBe(output[0]);
    }
  }
  expect(Object.keys(tree('dist'))).toContain('mesh.index.json');
});
