import { CacertsDelivery } from '../../description/cacerts-props';
import { ClusterProps } from '../../description/cluster-props';
import { GitOpsTool } from '../../description/enums';
import { RepositoryProps } from '../../description/repository-props';
import { Problems } from '../../problems/problems';
import { IstioVersion } from '../../values/istio-version';
import { checkLabelName } from '../../values/names';

/** Where the output and the charts are fetched from. @internal */
export type Repository = Required<RepositoryProps>;

/** @internal */
export function resolveRepository(
  props: RepositoryProps | undefined,
  problems: Problems,
): Repository | undefined {
  if (!props) {
    return undefined;
  }
  const repository: Repository = {
    url: props.url,
    revision: props.revision ?? 'main',
    directory: props.directory ?? 'dist',
    charts: props.charts ?? 'https://istio-release.storage.googleapis.com/charts',
    decryptionSecret: props.decryptionSecret ?? 'sops-age',
  };
  const { url, revision, directory, charts, decryptionSecret } = repository;
  const check = (key: keyof Repository, isRight: boolean, what: string) => {
    if (!isRight) {
      problems.at(key).report('MESH851', `"${repository[key]}" is not ${what}`);
    }
  };
  check('url', isUrl(url, GIT_URL), 'the URL of a Git repository without a password');
  check('revision', REVISION.test(revision), 'a branch or tag');
  check('directory', DIRECTORY.test(directory), 'a directory in a repository');
  check('charts', isUrl(charts, HTTPS_URL), 'the https:// URL of a Helm repository');
  checkLabelName(decryptionSecret, 'secret', problems.at('decryptionSecret'));
  return repository;
}

const USER = "[A-Za-z0-9._~%!$&'()*+,;=-]+@";
const HOST = '(?:[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+\\])';
const LOCATION = `//(?:${USER})?${HOST}(?::\\d+)?(?:[/?#][!-z~]*)?`;

/** @internal */
export const HTTPS_URL = RegExp(`^https:${LOCATION}$`);

/** Without a password. @internal */
export const GIT_URL = RegExp(
  `^(?:git@[A-Za-z0-9.-]+:[A-Za-z0-9._/~-]+|(?:https|ssh):${LOCATION})$`,
);

const isUrl = (text: string, form: RegExp): boolean =>
  form.test(text) && (text.startsWith('git@') || URL.canParse(text));

/** As `git check-ref-format` has it, and no option. @internal */
export const REVISION = /^(?!.*(\.\.|\/\/|[./]$|\.lock$))[A-Za-z0-9][A-Za-z0-9._/-]*$/;

/**
 * What needs no quotes, neither in YAML nor in the templates of Argo CD, and leads nowhere else.
 *
 * @internal
 */
export const DIRECTORY = /^(?!(.*\/)?\.{0,2}(\/|$))[A-Za-z0-9][A-Za-z0-9._/-]*$/;

/** The oldest that the Sail operator installs. */
const FIRST_OF_SAIL = { minor: 24, patch: 2 };

/** @internal */
export function resolveGitOps(
  { name, gitops, cacerts, existingIstio, istiod = {} }: ClusterProps,
  ofMesh: { readonly gitops?: GitOpsTool; readonly repository?: RepositoryProps },
  istio: IstioVersion,
  problems: Problems,
): GitOpsTool {
  const tool = gitops ?? ofMesh.gitops ?? GitOpsTool.NONE;
  if (tool === GitOpsTool.NONE) {
    return tool;
  }
  if (istio.profile === 'classic') {
    problems.report('MESH852', `"${tool}" finds no charts of Istio ${istio.text}`);
  } else if (tool === GitOpsTool.SAIL && !isKnownToSail(istio)) {
    problems.report('MESH853', `the Sail operator does not install Istio ${istio.text}`);
  }
  if (tool !== GitOpsTool.SAIL && !ofMesh.repository) {
    problems.report('MESH850', `"${tool}" of "${name}" needs the repository of the output`);
  }
  if (existingIstio && tool === GitOpsTool.SAIL) {
    problems.report('MESH857', `the Istio of "${name}" is somebody else's`);
  }
  if (istiod.upgrade) {
    problems.report('MESH856', `"${name}" is about to get a second control plane`);
  }
  if (istiod.revisionTag !== undefined && tool !== GitOpsTool.SAIL) {
    problems.report('MESH856', `the revision of "${name}" has a tag`);
  }
  if (tool === GitOpsTool.ARGOCD && cacerts?.delivery === CacertsDelivery.SOPS) {
    problems.report('MESH854', `the cacerts of "${name}" are encrypted by SOPS`);
  }
  return tool;
}

function isKnownToSail({ minor, patch = Infinity }: IstioVersion): boolean {
  const { minor: first, patch: firstPatch } = FIRST_OF_SAIL;
  return minor > first || (minor === first && patch >= firstPatch);
}
