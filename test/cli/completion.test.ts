import { execFileSync, spawnSync } from 'child_process';
import { writeFileSync } from 'fs';
import * as path from 'path';
import { meshHarness } from './harness';
import { SCRIPTS } from '../../src/cli/completion/scripts';

const { mesh, io } = meshHarness();

test.each([
  [['s'], 'synth'],
  [['ca', 'rot'], 'rotate'],
  [['ca', 'rotate', ''], 'bundle restart switch drop abort help'],
  [['synth', '--out'], '--outdir --output'],
  [['synth', '--output', ''], 'text json yaml'],
  [['synth', '-o', 'j'], 'json'],
  [['synth', '--output', 'json', '--f'], '--force'],
  [['synth', '--app', ''], ''],
  [['synth', 'mesh.y'], ''],
  [['completion', ''], 'bash zsh fish'],
  [['ca', 'issue', 'east', '--alg'], '--algorithm'],
  [['nonsense', 'x'], ''],
  [['init', '--ci', 'git'], 'github gitlab'],
])('%j can become %s', async (words, wanted) => {
  expect(await mesh('complete', '--', ...words)).toBe(0);
  expect(io.out.split('\n').filter(Boolean).join(' ')).toBe(wanted);
});

test('what completes is not for people, so the help does not list it', async () => {
  await mesh('--help');
  expect(io.out).not.toMatch(/^ {2}complete\b/m);
});

describe('the scripts', () => {
  const has = (shell: string) => spawnSync(shell, ['--version']).status === 0;

  test.each(Object.entries(SCRIPTS))('of %s is what the command prints', async (shell, script) => {
    expect(await mesh('completion', shell)).toBe(0);
    expect(io.out).toBe(script);
  });

  test('work in bash', () => {
    const program = path.resolve('mesh');
    const answer = `#!/bin/bash\nprintf '%s\\n' "$@" > asked\nprintf 'json\\nyaml\\n'\n`;
    writeFileSync(program, answer, { mode: 0o755 });
    const script = `PATH="$PWD:$PATH"; ${SCRIPTS.bash}
      COMP_WORDS=(mesh synth --output ''); COMP_CWORD=3; _mesh
      echo "\${COMPREPLY[*]}"; cat asked; complete -p mesh`;
    const told = execFileSync('bash', ['-c', script], { encoding: 'utf8' });
    expect(told).toBe(
      'json yaml\ncomplete\n--\nsynth\n--output\n\ncomplete -o default -F _mesh mesh\n',
    );
  });

  (['zsh', 'fish'] as const).forEach(shell =>
    (has(shell) ? test : test.skip)(`are read by ${shell}`, () => {
      writeFileSync('script', SCRIPTS[shell]);
      expect(spawnSync(shell, ['-n', 'script'], { encoding: 'utf8' }).stderr).toBe('');
    }),
  );
});
