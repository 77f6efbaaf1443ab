import * as path from 'path';
import { Construct } from 'constructs';
import { isIn } from '../../files/inside';
import { Problems } from '../../problems/problems';
import { checkLabelName, isDnsName } from '../../values/names';
import { SourceRenderer } from '../enums';
import { ServiceSourceProps } from '../mesh-props';
import { Owners } from '../owners/owners';

/** A source that a program renders. @internal */
export type RenderedSource = DirectorySource & { readonly render: SourceRenderer };

/** @internal */
export const isRendered = (source: DirectorySource): source is RenderedSource =>
  source.render !== undefined;

/** A source in a directory. @internal */
export type DirectorySource = ServiceSourceProps & { readonly directory: string };

/** What belongs to a directory. */
const OF_DIRECTORY = ['directory', 'exclude', 'render', 'release', 'valuesFiles'] as const;

/** The source in a message. @internal */
export const nameOf = ({ directory, construct }: ServiceSourceProps): string =>
  `"${directory ?? construct?.node.path}"`;

/** The longest name of a release. @see `ValidateReleaseName` in helm/helm @internal */
export const MAX_RELEASE = 53;

/**
 * Whether what is said of a source goes together, so that it can be read.
 *
 * @param owners undefined for a program
 * @internal
 */
export function checkSource(
  source: ServiceSourceProps,
  owners: Owners | undefined,
  problems: Problems,
): void {
  checkNamespaces(source, problems);
  if (source.construct !== undefined) {
    checkConstruct(source, problems);
    return;
  }
  if (source.directory === undefined) {
    problems.report('MESH103', '"directory" is missing');
  }
  if (source.render === SourceRenderer.HELM) {
    checkHelm(source, problems);
  } else {
    for (const key of ['release', 'valuesFiles'] as const) {
      if (source[key] !== undefined) {
        problems.at(key).report('MESH185', `"${key}" is for \`render: helm\``);
      }
    }
  }
  if (source.render !== undefined && source.directory !== undefined) {
    checkRendered({ ...source, directory: source.directory }, owners, problems);
  }
}

function checkNamespaces({ namespace, namespaces = [] }: ServiceSourceProps, at: Problems): void {
  if (namespace !== undefined) {
    checkLabelName(namespace, 'namespace', at.at('namespace'));
  }
  namespaces.forEach((name, i) => checkLabelName(name, 'namespace', at.at('namespaces', i)));
}

function checkConstruct(source: ServiceSourceProps, problems: Problems): void {
  if (!Construct.isConstruct(source.construct)) {
    problems
      .at('construct')
      .report('MESH102', '"construct" is a construct of a program', 'Name a `directory`.');
  }
  for (const key of OF_DIRECTORY) {
    if (source[key] !== undefined) {
      problems.at(key).report('MESH185', `"${key}" is for a directory, and this is a construct`);
    }
  }
}

function checkHelm({ release, namespace }: ServiceSourceProps, problems: Problems): void {
  for (const [key, value] of Object.entries({ release, namespace })) {
    if (value === undefined) {
      const remedy = 'Helm renders a release of this name in a namespace: give both.';
      problems.report('MESH103', `"${key}" is missing`, remedy);
    } else if (key === 'release' && (!isDnsName(value) || value.length > MAX_RELEASE)) {
      problems.at(key).report('MESH185', `"${value}" is no name that Helm takes`);
    }
  }
}

/** Nobody can tell which file an object was rendered from. */
function checkRendered(
  { directory, exclude }: DirectorySource,
  owners: Owners | undefined,
  problems: Problems,
): void {
  if (exclude !== undefined) {
    problems
      .at('exclude')
      .report('MESH185', '"exclude" leaves files out, and these are rendered together');
  }
  const here = path.resolve(directory);
  const inner = owners?.entries.find(entry => {
    const owned = path.resolve(owners.directory, entry.path);
    return owned !== here && isIn(here, owned);
  });
  if (inner) {
    problems
      .at('render')
      .report('MESH187', `"${inner.path}" below "${directory}" has an owner of its own`);
  }
}
