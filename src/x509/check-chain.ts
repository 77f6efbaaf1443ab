import { Certificate } from './certificate';
import { CaPolicy, checkCa, checkRoot } from './check-ca';
import { IssuedNames } from './check-names';
import { checkPath } from './check-path';
import { isSame, pathToRoot, whyNoPath } from './path';
import { readCertificates } from './read-certificates';
import { Problems } from '../problems/problems';

/** A file in PEM. @internal */
export interface PemFile {
  /** what people call it */
  readonly name: string;
  readonly text: string;
  /** where to report what is wrong with it */
  readonly problems: Problems;
}

/** What a CA needs besides its private key. @internal */
export interface CaFiles {
  /** the certificate it signs with */
  readonly signing: PemFile;
  /** that one, then the CAs between it and the root: what is sent along with each certificate */
  readonly chain: PemFile;
  /** the trusted roots */
  readonly roots: PemFile;
}

/** What the files hold when they are right. @internal */
export interface Chain {
  readonly signing: Certificate;
  readonly roots: readonly Certificate[];
  /** from the signing certificate up to a root */
  readonly path: readonly Certificate[];
}

/**
 * Checks that the files of a CA fit together, and all that its chain must be.
 *
 * @param at when the chain must be valid; undefined to leave that open
 * @param issued the names in what the CA is going to sign; undefined to leave that open
 * @returns undefined when no chain was found, which was reported
 * @internal
 */
export function checkChain(
  files: CaFiles,
  policy: CaPolicy,
  at: Date | undefined,
  issued: IssuedNames | undefined,
): Chain | undefined {
  const read = ({ text, name, problems }: PemFile) => readCertificates(text, name, problems);
  const [signers, others, roots] = [read(files.signing), read(files.chain), read(files.roots)];
  const [signing] = signers;
  if (!signing || others.length === 0 || roots.length === 0) {
    return undefined;
  }
  checkPlaces(signers, others, files);
  roots.forEach(root => checkRoot(root, files.roots.problems));
  const path = pathToRoot(signing, others, roots);
  if (!path) {
    const reason = whyNoPath(signing, [...others, ...roots], files.roots.name);
    files.signing.problems.report('MESH704', reason);
    return undefined;
  }
  const chain = { signing, roots, path };
  checkIsIntermediate(chain, files.signing);
  checkPath(path, policy, at, issued, files.signing.problems);
  checkOtherRoots(chain, policy, files.roots.problems);
  checkNothingElse(chain, others, files);
  return chain;
}

/** Whoever reads the file of the signing certificate takes the first one. */
function checkPlaces(
  signers: readonly Certificate[],
  [first]: readonly Certificate[],
  { signing, chain }: CaFiles,
): void {
  if (signers.length > 1) {
    signing.problems.report(
      'MESH706',
      `${signing.name} holds ${signers.length} certificates, of which only the first is used`,
    );
  }
  if (!isSame(first, signers[0])) {
    chain.problems.report(
      'MESH706',
      `${chain.name} begins with "${first.name}" instead of the certificate in ${signing.name}, "${signers[0].name}"`,
    );
  }
}

function checkIsIntermediate({ path }: Chain, { name, problems }: PemFile): void {
  if (path.length === 1) {
    problems.report('MESH712', `${name} is the root "${path[0].name}" itself`);
  }
}

/** They are trusted as well. When they expire does not matter here. */
function checkOtherRoots({ roots, path }: Chain, policy: CaPolicy, problems: Problems): void {
  roots
    .filter(root => !path.some(step => isSame(step, root)))
    .forEach(root => checkCa(root, policy, undefined, problems));
}

/** Every connection carries what stands in the chain. */
function checkNothingElse(
  { path, roots }: Chain,
  others: readonly Certificate[],
  { signing, chain }: CaFiles,
): void {
  const wanted = [...path, ...roots];
  const positions = others.map(other => wanted.findIndex(step => isSame(step, other)));
  others
    .filter((_, i) => positions[i] < 0)
    .forEach(({ name }) =>
      chain.problems.report(
        'MESH719',
        `"${name}" in ${chain.name} is not between ${signing.name} and a root`,
      ),
    );
  const found = positions.filter(position => position >= 0);
  if (found.some((position, i) => i > 0 && position <= found[i - 1])) {
    chain.problems.report(
      'MESH719',
      `${chain.name} holds a certificate twice, or one before the certificate that it signed`,
    );
  }
}
