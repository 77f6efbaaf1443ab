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
  MESH910: error(
    'Git does not have the commit to compare with',
    'A pipeline often fetches one commit only, and has no other to compare it with.',
    'Correct the name, or fetch it: `git fetch origin main`, then --base origin/main. In a pipeline, let the checkout fetch the whole history.',
  ),
  MESH911: error(
    'There is no repository of Git to read the base from',
    'The base is then neither a directory nor a commit.',
    'Name a directory, with ./ before its name, or run it in a repository.',
  ),
  MESH912: error(
    'A directory is not in the repository that the base is read from',
    'Git knows no former state of it.',
    'Name the directory of the base instead of a commit.',
  ),
  MESH913: error(
    'The base is the name of a directory and of a commit',
    'One of the two would be compared with, and not always the one that is meant.',
    'Write ./NAME for the directory, or refs/heads/NAME for the branch.',
  ),
} as const;
