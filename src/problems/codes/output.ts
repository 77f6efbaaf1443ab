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
    'Move the edit to where it belongs and delete the file, or let `mesh synth --force` remove it.',
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
    'Give write permission on what is named, or free space on the disk, and run again.',
  ),
  MESH820: error(
    'A file edited by hand would be overwritten',
    'It holds work that exists nowhere else: its bytes are not those in mesh.index.json.',
    'Move the edit to where it belongs, and restore the file from version control; or overwrite it with `mesh synth --force` (in an app, `overwriteEdits` of `MeshApp`).',
  ),
  MESH821: error(
    'Another run is writing to the output directory',
    'Of two runs at once, each would leave a part of its own.',
    'Wait until it has ended. If it has been killed on another host or in a container, remove the file that is named: the next run undoes what it left.',
  ),
  MESH822: error(
    'A run that failed could not be undone',
    'A part of the output is new and a part old; applied to a cluster, they do not fit together.',
    'Mend what is named and run again, which undoes the rest first. Or restore the output directory from version control, and remove .mesh.run in it.',
  ),
  MESH823: error(
    'Leftovers of a run could not be removed',
    'The files of the output are complete, but copies of them stay in .mesh.run, and one may hold a key.',
    'Mend what is named and run again, or remove the directory.',
  ),
  MESH824: error(
    'Journal of an interrupted run cannot be trusted',
    'It says which files are put back; with a wrong one, files of others would be overwritten.',
    'Restore the output directory from version control, and remove .mesh.run in it.',
  ),
  MESH825: error(
    'The app writes to a directory of its own',
    '`mesh` has an app write to a place beside the output, so that a failure changes nothing.',
    'Leave `outdir` of the app out, or name the same directory in `output` of cdk8s.yaml or with --outdir.',
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
