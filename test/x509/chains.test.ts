import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import * as path from 'path';
import { ChainCase, makeChains } from './chains';
import { Openssl } from './openssl';

const folder = mkdtempSync(path.join(tmpdir(), 'chains-'));
const chains: ChainCase[] = makeChains(folder);
afterAll(() => rmSync(folder, { recursive: true }));

test.each(chains)('$name: OpenSSL says $openssl', ({ files, openssl }) => {
  expect(new Openssl(folder).verifies(files)).toBe(openssl === 'ok');
});

test('the corpus has sound chains, which every judge takes, and broken ones of many kinds', () => {
  const sound = chains.filter(({ expected }) => expected === undefined);
  expect(
    sound.filter(({ openssl, istiod, peers }) =>
      [openssl, istiod, peers].some(verdict => verdict !== 'ok'),
    ),
  ).toEqual([]);
  expect(sound.length).toBeGreaterThanOrEqual(10);
  expect(new Set(chains.flatMap(({ expected }) => expected ?? [])).size).toBeGreaterThanOrEqual(20);
  expect(new Set(chains.map(({ name }) => name)).size).toBe(chains.length);
});
