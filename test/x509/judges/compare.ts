import { readFileSync } from 'fs';
import * as path from 'path';
import { Verdict, Verdicts } from './differences';

/** Prints what the judges say today and did not say when `verdicts.json` was made. */
const read = (file: string): Verdicts => JSON.parse(readFileSync(file, 'utf8'));
const [, , today] = process.argv;

const answers = ({ verdicts }: Verdicts) =>
  new Map(
    verdicts.map(verdict => [
      verdict.name,
      `Go: ${said(verdict.go)}, OpenSSL: ${said(verdict.openssl)}`,
    ]),
  );
const said = (verdict: Verdict['go']) => (verdict === 'ok' ? 'accepts' : 'refuses');

const [before, now] = [path.join(__dirname, 'verdicts.json'), today].map(file =>
  answers(read(file)),
);
const changed = [...new Set([...before.keys(), ...now.keys()])].filter(
  name => before.get(name) !== now.get(name),
);
changed.forEach(name =>
  console.log(`${name}\n  before ${before.get(name)}\n  now    ${now.get(name)}`),
);
console.log(`${now.size} chains, ${changed.length} answers changed`);
process.exitCode = changed.length === 0 ? 0 : 2;
