/**
 * The forms that a value of the description can have, for the schema that editors read. A key names
 * its form in its docstring: `@form` for its value, each item or each value of a map, `@keys` for
 * the keys of a map.
 *
 * What synth checks by a regular expression is taken from there. What it checks by a program, such
 * as `isIP`, is said again in `patterns.ts`. `test/description/forms.test.ts` holds the two against
 * each other.
 */
import { NAME_FORMS } from './name-forms';
import { NUMBER_FORMS } from './number-forms';
import { DAY, durationFrom, inner, oneOf } from './patterns';
import { NO_PLACEHOLDER, NO_PLACEHOLDER_IN_PATH, TextForm } from './text-form';
import { COREDNS_VERSION } from '../src/corefile/version';
import { BASE64, ENCRYPTED, LINE, PRIVATE_KEY } from '../src/description/check-cacerts-options';
import { TEAM, UNSAFE } from '../src/description/owners/owners';
import { DIRECTORY, GIT_URL, HTTPS_URL, REVISION } from '../src/model/clusters/gitops';
import {
  CHANGEABLE_HEADER,
  HEADER_TEXT,
  HEADER_VARIABLES,
} from '../src/model/services/call-settings';
import { HEADER, METHOD, RETRY_CONDITION } from '../src/model/services/routes';
import { CODES } from '../src/problems/codes';
import { DURATION } from '../src/values/duration';
import { IMAGE } from '../src/values/image';
import { ISTIO_VERSION, KNOWN_ISTIO } from '../src/values/istio-version';
import { KUBERNETES_VERSION } from '../src/values/kubernetes-version';
import { KEYS_OF_EVERY_OBJECT } from '../src/values/names';

type Schema = Record<string, unknown>;

/** The minors below the newest generation that no generation has. */
const [CLASSIC, MODERN] = KNOWN_ISTIO.map(({ oldest, newest }) =>
  [oldest, newest].map(version => Number(version.split('.')[1])),
);
const WITHOUT_MECHANISM = Array.from({ length: MODERN[0] }, (_, minor) => minor).filter(
  minor => minor < CLASSIC[0] || minor > CLASSIC[1],
);

const WARNINGS = Object.entries(CODES)
  .filter(([, { severity }]) => severity === 'warning')
  .map(([code]) => code);

const NO_KEY_OF_EVERY_OBJECT = `(?!${oneOf(...KEYS_OF_EVERY_OBJECT)}$)`;

const TEXTS: { readonly [form: string]: TextForm } = {
  ...NAME_FORMS,
  text: { pattern: `^${NO_PLACEHOLDER}`, is: 'a value, not a placeholder for one' },
  path: { pattern: `^${NO_PLACEHOLDER_IN_PATH}`, is: 'a path, not a placeholder for one' },
  reason: { pattern: '\\S', is: 'a reason' },
  line: { pattern: `^${NO_PLACEHOLDER}${inner(LINE)}$`, is: 'one line of text' },

  istioVersion: {
    pattern: `^(?!v?\\d+\\.${oneOf(...WITHOUT_MECHANISM.map(String))}(?!\\d))(?=v?1\\.)${inner(ISTIO_VERSION)}$`,
    is: 'a version of Istio, from 1.1 to 1.7 or 1.20 and later',
    examples: [KNOWN_ISTIO[1].newest],
  },
  kubernetesVersion: {
    pattern: KUBERNETES_VERSION.source,
    is: 'a version of Kubernetes',
    examples: ['1.33'],
  },
  coreDnsVersion: {
    pattern: COREDNS_VERSION.source,
    is: 'a version of CoreDNS with its patch release',
    examples: ['1.11.3'],
  },
  image: { pattern: IMAGE.source, is: 'the reference of a container image' },

  duration: { ...duration(1), is: 'a duration of at least 1ms', examples: ['5s', '1m30s'] },
  seconds: { ...duration(1000), is: 'a duration of at least 1s', examples: ['75s'] },
  minutes: { ...duration(300_000), is: 'a duration of at least 5m', examples: ['2920h0m0s'] },
  hours: { ...duration(3_600_000), is: 'a duration of at least 1h', examples: ['8760h0m0s'] },
  goDuration: { pattern: DURATION.source, is: 'a duration', examples: ['1h0m0s'] },
  day: { pattern: `^${DAY}$`, is: 'a day', examples: ['2026-12-31'] },

  gitUrl: {
    pattern: `^${NO_PLACEHOLDER}${inner(GIT_URL)}$`,
    is: 'the URL of a Git repository without a password',
    examples: ['https://git.example.com/mesh.git', 'git@git.example.com:team/mesh.git'],
  },
  httpsUrl: {
    pattern: `^${NO_PLACEHOLDER}${inner(HTTPS_URL)}$`,
    is: 'an https:// URL without a password',
  },
  gitRevision: { pattern: REVISION.source, is: 'a branch or tag' },
  directory: { pattern: DIRECTORY.source, is: 'a directory in a repository' },
  ownedPath: {
    pattern: `^(?!/|\\.\\.(?:/|$))${UNSAFE.source.replace('[', '[^')}*$`,
    is: 'a path in the directory of this file',
  },
  team: {
    pattern: TEAM.source,
    is: 'a team, a user or an e-mail address',
    examples: ['@org/team', 'team@example.com'],
  },

  json: { pattern: `^${NO_PLACEHOLDER}\\s*\\{[^]*\\}\\s*$`, is: 'an object in JSON' },
  base64: { pattern: BASE64.source, is: 'a private key that is sealed, in base64' },
  encrypted: {
    pattern: `^${NO_PLACEHOLDER}${inner(ENCRYPTED)}$`,
    is: 'a private key that SOPS has encrypted',
  },
  privateKey: {
    pattern: `^${NO_PLACEHOLDER}${inner(PRIVATE_KEY)}`,
    is: 'a private key in PEM without a passphrase',
  },

  pathPrefix: {
    pattern: `^${NO_PLACEHOLDER}/`,
    is: 'the beginning of a path',
    examples: ['/api/'],
  },
  header: {
    pattern: `^${NO_PLACEHOLDER}${NO_KEY_OF_EVERY_OBJECT}${inner(HEADER)}$`,
    is: 'the name of a header in lower case',
    examples: ['x-version'],
  },
  changeableHeader: {
    pattern: `^${NO_KEY_OF_EVERY_OBJECT}${inner(CHANGEABLE_HEADER)}$`,
    is: 'the name of a header in lower case, and not `host`',
    examples: ['x-version'],
  },
  removedHeader: {
    pattern: `^${NO_PLACEHOLDER}${NO_KEY_OF_EVERY_OBJECT}${inner(CHANGEABLE_HEADER)}$`,
    is: 'the name of a header in lower case, and not `host`',
    examples: ['x-version'],
  },
  headerValue: {
    pattern: `^${NO_PLACEHOLDER}(?=${inner(HEADER_TEXT)}$)${inner(HEADER_VARIABLES)}$`,
    is: 'the value of a header, in which "%" begins a variable of Envoy and "%%" is a "%"',
  },
  method: { pattern: METHOD.source, is: 'an HTTP method in upper case', examples: ['GET'] },
  retryCondition: {
    pattern: RETRY_CONDITION.source,
    is: 'a condition for a retry, as Envoy names it, or an HTTP status code',
    examples: ['connect-failure', '503'],
  },
};

function duration(milliseconds: number) {
  return { pattern: `^${durationFrom(milliseconds)}$` };
}

/** A text as a schema. Editors show `patternErrorMessage`, where they know it. */
function ofText({ pattern, is, ...bounds }: TextForm): Schema {
  return { type: 'string', pattern, ...bounds, patternErrorMessage: `This is not ${is}.` };
}

/** As JSON Schema, by name. */
export const FORMS: { readonly [form: string]: Schema } = {
  ...Object.fromEntries(Object.entries(TEXTS).map(([form, text]) => [form, ofText(text)])),
  ...NUMBER_FORMS,
  warning: { description: 'The code of a warning.', enum: WARNINGS },
};
