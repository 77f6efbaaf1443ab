// Runs the tests for Stryker in one process: with jest's own `describe`, `test` and `expect`, over sources
// that are loaded once. Jest gives each test file a world of its own, and building it takes seconds for
// every mutant; here a mutant takes as long as the tests that reach it.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import { INSTRUMENTER_CONSTANTS } from '@stryker-mutator/api/core';
import { commonTokens, declareClassPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';
import { determineHitLimitReached, TestStatus } from '@stryker-mutator/api/test-runner';

const require = createRequire(path.resolve('package.json'));
const circus = require('jest-circus');
const { ModuleMocker } = require('jest-mock');
const { process: transpile } = require('./test/transform.js');

/** Where the mutated sources look which mutant is on, and count for whom they work. */
const mutants = (globalThis[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {});
const mocker = new ModuleMocker(globalThis);
const NONE = undefined;
const SEPARATOR = ' › ';

/** What jest gives to a test file. Stryker ends what takes too long. */
function provideJest() {
  const { describe, test, it, beforeAll, beforeEach, afterAll, afterEach } = circus;
  Object.assign(globalThis, { describe, test, it, beforeAll, beforeEach, afterAll, afterEach });
  Object.assign(globalThis, { jest: mocker, expect: require('@jest/expect').jestExpect });
  globalThis[Symbol.for('TEST_TIMEOUT_SYMBOL')] = 2 ** 31 - 1;
}

function loadTypeScript() {
  const transpiled = new Map();
  require.extensions['.ts'] = (module, file) => {
    if (!transpiled.has(file)) {
      transpiled.set(file, transpile(readFileSync(file, 'utf8'), file).code);
    }
    module._compile(transpiled.get(file), file);
  };
}

/** The files below folders, and files themselves, as paths from the root. */
const filesBelow = (places, pattern) =>
  places.flatMap(place =>
    statSync(place).isFile()
      ? place
      : readdirSync(place, { recursive: true })
          .map(file => path.posix.join(place, file))
          .filter(file => pattern.test(file))
          .sort(),
  );

/** True when a test needs the modules of jest, which here are those of Node. */
const replacesModules = file =>
  /\bjest\.(mock|doMock|requireActual|isolateModules)\(/.test(readFileSync(file, 'utf8'));

/** Forgets what has been loaded from a folder. */
function forget(folder) {
  const below = path.resolve(folder) + path.sep;
  const loaded = Object.keys(require.cache).filter(file => file.startsWith(below));
  loaded.forEach(file => delete require.cache[file]);
}

class InProcessRunner {
  static inject = tokens(commonTokens.options);

  constructor({ mutation: { sources, tests, leftOut } }) {
    this.sources = filesBelow(sources, /\.ts$/);
    this.files = filesBelow(tests, /\.test\.ts$/).filter(
      file => !leftOut.files.includes(file) && !replacesModules(file),
    );
    this.leftOut = leftOut.tests;
    this.yields = {}; // by the folder in which a mutant is
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  init() {
    provideJest();
    loadTypeScript();
    this.load();
  }

  /** All at once and before any test: what runs while they load is the work of none. */
  load() {
    forget('src');
    this.sources.forEach(file => require(path.resolve(file)));
  }

  async dryRun() {
    const runs = [];
    for (const file of this.files) {
      const run = await runFile(file, id => !this.isLeftOut(id));
      if (run.error) return { status: 'error', errorMessage: `${file}: ${run.error.stack}` };
      runs.push(run);
    }
    const tests = runs.flatMap(run => run.tests);
    return { status: 'complete', tests, mutantCoverage: attribute(mutants.mutantCoverage, tests) };
  }

  async mutantRun({ activeMutant, mutantActivation, reloadEnvironment, testFilter, hitLimit }) {
    mutants.activeMutant = mutantActivation === 'static' ? activeMutant.id : NONE;
    try {
      if (reloadEnvironment) this.load();
    } catch (error) {
      return killed(['the sources do not load'], error);
    }
    Object.assign(mutants, { activeMutant: activeMutant.id, hitCount: 0, hitLimit });
    return this.firstFailure(activeMutant.fileName, testFilter && new Set(testFilter));
  }

  async firstFailure(source, wanted) {
    const wantedFiles = wanted && new Set([...wanted].map(id => id.split(SEPARATOR)[0]));
    const files = this.files.filter(file => wantedFiles?.has(file) ?? true);
    const yields = (this.yields[path.dirname(source)] ??= new Yields(source));
    let nrOfTests = 0;
    for (const file of yields.sort(files)) {
      const start = performance.now();
      const run = await runFile(file, id => wanted?.has(id) ?? !this.isLeftOut(id));
      nrOfTests += run.tests.length;
      const failed = run.tests.find(({ status }) => status === TestStatus.Failed);
      const isFound = failed !== NONE || run.error !== NONE;
      yields.add(file, performance.now() - start, isFound);
      const endless = determineHitLimitReached(mutants.hitCount, mutants.hitLimit);
      if (endless) return endless;
      if (isFound) {
        return killed([failed?.id ?? file], failed?.failureMessage ?? run.error, nrOfTests);
      }
    }
    return { status: 'survived', nrOfTests };
  }

  isLeftOut(id) {
    return this.leftOut.some(name => id.endsWith(SEPARATOR + name));
  }
}

/** Which test files find much in little time, so that they are asked first. */
class Yields {
  byFile = {};

  constructor(source) {
    this.words = wordsOf(path.relative('src', source));
  }

  add(file, ms, isFound) {
    const { found, spent } = this.byFile[file] ?? { found: 0, spent: 0 };
    this.byFile[file] = { found: found + (isFound ? 1 : 0), spent: spent + ms };
  }

  sort(files) {
    return [...files].sort((a, b) => this.of(b) - this.of(a));
  }

  /** One that has not been asked yet may be as good as any, and better if its name is alike. */
  of(file) {
    const { found, spent } = this.byFile[file] ?? { found: 0, spent: 0 };
    const alike = wordsOf(file).filter(word => this.words.includes(word)).length;
    return (1 + alike + 10 * found) / (100 + spent);
  }
}

const wordsOf = file => file.split(/[^a-z]+/);

const killed = (killedBy, error, nrOfTests = 0) => ({
  status: 'killed',
  killedBy,
  failureMessage: String(error),
  nrOfTests,
});

/** Runs tests of a file up to the first that fails. */
async function runFile(file, isWanted) {
  let tests;
  try {
    workFor(file);
    tests = collect(file);
  } catch (error) {
    return { tests: [], error };
  }
  for (const { id, test } of tests) {
    if (!isWanted(id)) test.mode = 'skip';
  }
  const idOf = new Map(tests.map(({ id, test }) => [test, id]));
  const follow = ({ name, test, describeBlock }) => {
    if (name === 'run_describe_start') workFor(idOfBlock(file, describeBlock));
    if (name === 'test_start') workFor(idOf.get(test));
    if (name === 'test_done' && test.errors.length > 0) {
      for (const later of idOf.keys()) later.mode = 'skip';
    }
  };
  circus.addEventHandler(follow);
  const { unhandledErrors } = await circus.run();
  circus.removeEventHandler(follow);
  workFor(NONE);
  mocker.restoreAllMocks();
  const done = tests.filter(({ test }) => test.status === 'done');
  return { tests: done.map(result), error: unhandledErrors[0] };
}

function workFor(id) {
  mutants[INSTRUMENTER_CONSTANTS.CURRENT_TEST_ID] = id;
}

/** The tests of a file, in a state of circus of its own, with the ids of what works for them. */
function collect(file) {
  circus.resetState();
  forget('test');
  require(path.resolve(file));
  const seen = new Map();
  return testsBelow(circus.getState().rootDescribeBlock).map(({ test, blocks }) => {
    const names = [...blocks.slice(1), test].map(({ name }) => name);
    const name = [file, ...names].join(SEPARATOR);
    const before = seen.get(name) ?? 0;
    seen.set(name, before + 1);
    const id = before === 0 ? name : `${name}${SEPARATOR}${before}`;
    return { id, file, test, preparedBy: blocks.map(block => idOfBlock(file, block)) };
  });
}

function testsBelow(block, blocks = [block]) {
  return block.children.flatMap(child =>
    child.type === 'test' ? [{ test: child, blocks }] : testsBelow(child, [...blocks, child]),
  );
}

/** By its place, since several may have one name; the outermost is the file. */
function idOfBlock(file, block) {
  const { parent } = block;
  return parent ? `${idOfBlock(file, parent)}#${parent.children.indexOf(block)}` : file;
}

function result({ id, file, test, preparedBy }) {
  const [error] = test.errors;
  const seen = { id, name: id, fileName: path.resolve(file), timeSpentMs: test.duration ?? 0 };
  return error === undefined
    ? { ...seen, preparedBy, status: TestStatus.Success }
    : { ...seen, preparedBy, status: TestStatus.Failed, failureMessage: String(error[0] ?? error) };
}

/** What is done while a file loads, and before the tests of a block, is done for each of them. */
function attribute({ static: ofNone, perTest }, tests) {
  const ofTests = tests.map(({ id, preparedBy }) => {
    const sum = { ...perTest[id] };
    for (const [mutant, hits] of preparedBy.flatMap(work => Object.entries(perTest[work] ?? {}))) {
      sum[mutant] = (sum[mutant] ?? 0) + hits;
    }
    return [id, sum];
  });
  return { static: ofNone, perTest: Object.fromEntries(ofTests) };
}

export const strykerPlugins = [
  declareClassPlugin(PluginKind.TestRunner, 'in-process', InProcessRunner),
];

/** Tells Stryker that the options of this runner are no typo. */
export const strykerValidationSchema = { properties: { mutation: { type: 'object' } } };
