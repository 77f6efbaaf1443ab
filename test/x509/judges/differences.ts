import { readFileSync, writeFileSync } from 'fs';
import * as path from 'path';

/** What the two judges say of one chain: `ok`, or why not. */
export interface Verdict {
  readonly name: string;
  /** which of the certificates */
  readonly caCert: number;
  readonly org: number;
  readonly root: number;
  readonly go: string;
  readonly openssl: string;
}

/** What main.go prints. */
export interface Verdicts {
  /** when the chains are judged */
  readonly at: string;
  readonly verdicts: readonly Verdict[];
  /** in base64 */
  readonly certificates: readonly string[];
}

/** What is refused though both accept it, and why. */
export const STRICTER: ReadonlyArray<{ readonly names: RegExp; readonly because: string }> = [
  {
    names: /^(?:permitted|excluded) (?:directory|other name|X\.400|EDI|registered)/,
    because:
      'Constraints on names of other forms, not critical: Go passes over them. OpenSSL does not, and RFC 5280 wants them to be critical, which Go refuses.',
  },
  {
    names: /email:"a@b@c"|excluded URI:"(?:spiffe:|cluster\.local:80)/,
    because: 'Constraints that are no mailbox and no host: no name is within them.',
  },
  {
    names: /^a minimum of zero$/,
    because: 'A minimum that is written out though it is the default, which DER forbids.',
  },
  {
    names: /^root: (?:critical )?policy constraints$/,
    because: 'Policy constraints in a root: below it Go refuses them.',
  },
  {
    names: /critical (?:policies|inhibit any policy|distribution points)$/,
    because:
      'Critical extensions that these versions of Go and OpenSSL know, and older ones or other peers do not.',
  },
];

const code = (text: string) => `\`${text.replace(/\|/g, '\\|').replace(/[^ -~]/g, '?')}\``;

/** The chains on which the judges differ, as a page. */
export function differences(verdicts: readonly Verdict[]): string {
  const rows = verdicts
    .filter(({ go, openssl }) => (go === 'ok') !== (openssl === 'ok'))
    .map(({ name, go, openssl }) => `| ${code(name)} | ${code(go)} | ${code(openssl)} |`);
  return `# Where Go and OpenSSL differ

Of ${verdicts.length} chains, one of the two accepts these and the other refuses them. We refuse them all. Made by \`run\` from
\`verdicts.json\`.

| departure from a sound chain | Go's crypto/x509 | OpenSSL |
| --- | --- | --- |
${rows.join('\n')}

## What we refuse though both accept it

${STRICTER.map(({ because }) => `- ${because}`).join('\n')}
`;
}

if (require.main === module) {
  const file = (name: string) => path.join(__dirname, name);
  const { verdicts }: Verdicts = JSON.parse(readFileSync(file('verdicts.json'), 'utf8'));
  writeFileSync(file('DIFFERENCES.md'), differences(verdicts));
}
