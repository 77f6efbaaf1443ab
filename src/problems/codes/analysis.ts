import { error } from './code-info';

/** Reading manifests, ours or those of others. @internal */
export const ANALYSIS = {
  MESH901: error(
    'Manifests to look at cannot be read, or there are none',
    'A verdict about nothing would say that nobody can call anybody.',
    'Name the output directory of `mesh synth`, or the directories of the clusters.',
  ),
  MESH902: error(
    'A manifest is no YAML, or too large to be looked at',
    'What it says cannot be known, and it may decide any call.',
    'Correct the file, or move it out of the directory.',
  ),
  MESH903: error(
    'world.yaml has a key or a value that nobody knows',
    'A misspelled address would be an address that leads nowhere.',
    'Write it as `mesh reach --help` shows.',
  ),
  MESH904: error(
    'Somebody or something that is asked about does not exist',
    'A misspelled name would be refused everywhere, and look like a verdict.',
    'Correct the name; `mesh reach --all` lists the callers and hosts that there are.',
  ),
} as const;
