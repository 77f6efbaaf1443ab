import { error } from './code-info';

/** 145 to 147: clusters from an inventory. @internal */
export const INVENTORY = {
  MESH145: error(
    'Inventory lacks the output',
    'Nothing would be known of the clusters.',
    'Name an output of Terraform, whose value is a map of clusters, or leave `output` out where the file itself is that map.',
  ),
  MESH146: error(
    'Output is sensitive',
    'What the mesh needs of an inventory is written to the lock file and to the output, where everybody reads it.',
    'Make an output of its own for the addresses of the gateways, without anything secret.',
    'Terraform: sensitive output values',
  ),
  MESH147: error(
    'Lock file is behind the inventory',
    'An address that changes by the way would be in the output before anybody has looked at it.',
    'Run `npx mesh update` and commit the lock file.',
  ),
} as const;
