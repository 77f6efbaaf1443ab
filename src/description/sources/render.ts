import * as path from 'path';
import { Manifest } from './manifest';
import { manifestsIn } from './manifests';
import { ProgramLimits, Ran, runProgram } from '../../files/run-program';
import { Problems } from '../../problems/problems';
import { SourceRenderer } from '../enums';
import { RenderedSource } from './check-source';

type Command = readonly [program: string, ...args: string[]];

/**
 * The commands that render a directory, the first one of which is run whose program is there. No
 * path begins with a hyphen, which would make it an option, or is taken for an address.
 */
const COMMANDS: {
  readonly [renderer in SourceRenderer]: (source: RenderedSource) => readonly Command[];
} = {
  [SourceRenderer.KUSTOMIZE]: ({ directory }) => [
    ['kustomize', 'build', path.resolve(directory)],
    ['kubectl', 'kustomize', path.resolve(directory)],
  ],
  [SourceRenderer.HELM]: ({ directory, release, namespace, valuesFiles = [] }) => [
    [
      'helm',
      'template',
      release!,
      path.resolve(directory),
      '--skip-tests',
      `--namespace=${namespace}`,
      ...valuesFiles.map(file => `--values=${path.resolve(file)}`),
    ],
  ],
};

const LIMITS: ProgramLimits = { seconds: 120, bytes: 2 ** 26 };

/**
 * What kustomize or Helm make of a directory. They are programs of the user's machine, which run
 * for those sources only that ask for it.
 *
 * @param problems of manifests
 * @param at of the source
 * @internal
 */
export function renderManifests(
  source: RenderedSource,
  problems: Problems,
  at: Problems,
  limits = LIMITS,
): Manifest[] {
  const { directory, render, namespace } = source;
  const ran = firstOf(COMMANDS[render](source), limits);
  if ('failure' in ran) {
    at.at('render').report('MESH184', `"${directory}" is not rendered: ${ran.failure}`);
    return [];
  }
  const manifest = {
    text: ran.output,
    file: directory,
    whereIs: (line: number) => `${directory} (rendered by ${render}, line ${line})`,
  };
  return manifestsIn(manifest, { fallback: namespace }, problems);
}

function firstOf([command, ...others]: readonly Command[], limits: ProgramLimits): Ran {
  const [program, ...args] = command;
  const ran = runProgram(program, args, limits);
  if (!('failure' in ran) || !ran.isMissing || others.length === 0) {
    return ran;
  }
  const other = firstOf(others, limits);
  return 'failure' in other && other.isMissing
    ? { ...other, failure: `${ran.failure}, and ${other.failure}` }
    : other;
}
