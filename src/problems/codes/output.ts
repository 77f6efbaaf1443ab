import { error } from './code-info';

/** 8xx: output. @internal */
export const OUTPUT = {
  MESH801: error(
    'Two constructs make one object',
    'In the cluster, and in some layouts on disk, the second would overwrite the first.',
    'Remove one of them, or give it another name or namespace.',
  ),
  MESH802: error(
    'Two objects have one file',
    'On a file system that ignores case one would overwrite the other.',
    'Rename one of the objects, or use the layout FILE_PER_NAMESPACE.',
  ),
  MESH803: error(
    'Name cannot be part of a path',
    'The file would end up elsewhere, or nowhere.',
    'Use lower-case letters, digits, "-" and "." in names of charts and namespaces.',
  ),
  MESH804: error(
    'Index of the output directory cannot be trusted',
    'It says which files may be removed; with a wrong one, files of others would be.',
    'Restore mesh.index.json from version control, or empty the output directory.',
  ),
  MESH805: error(
    'A file that is not ours stands where we would write',
    "Somebody else's work would be lost.",
    'Move or remove the file, or write to another directory.',
  ),
  MESH806: error(
    'Something that is not a plain file or directory is in the way',
    'Writing through a link or replacing a directory could touch what is not ours.',
    'Move it away, or write to another directory.',
  ),
  MESH807: error(
    'A file edited by hand would be removed',
    'It holds work that exists nowhere else.',
    'Move the edit to where it belongs, then delete the file.',
  ),
  MESH808: error(
    'A construct is not valid',
    'It says so itself, through `node.addValidation`.',
    'See the message.',
  ),
  MESH809: error(
    'A secret would be written to the output',
    'The output is kept in a repository, and what was once in there has to be replaced everywhere.',
    'Let the cluster get the secret from an external store, or encrypt it. If it is none, accept it in `acceptedSecrets`.',
  ),
  MESH810: error(
    'Output is larger than its budget',
    'Every host of a mesh costs memory in every proxy that sees it, and time at every change.',
    'Narrow the grants to the namespaces that call, use Sidecars, or raise the budget.',
    'Istio: performance and scalability',
  ),
  MESH811: error(
    'Output directory cannot be written',
    'An output of which a part is old and a part new could be applied to a cluster.',
    'Give write permission on what is named, or free space on the disk, and run again: it finishes what was begun.',
  ),
  MESH840: error(
    'An accepted secret has no reason, or is accepted twice',
    'Whoever reviews the description has to see why a text that looks like a secret is none.',
    'Write down why it may stand in a repository.',
  ),
  MESH841: error(
    'An accepted secret is not in the output',
    'It would hide a real secret that comes to that place later.',
    'Remove it from `acceptedSecrets`, or correct its place.',
  ),
} as const;
