/**
 * A file that says which clusters there are, and what belongs to their infrastructure: addresses of
 * gateways, versions, regions.
 *
 * `mesh update` reads it and pins what it says in the lock file. Synth uses what is pinned, and
 * fails where the file is there and says something else (MESH147).
 *
 * @see docs/inventory.md
 */
export interface InventoryProps {
  /**
   * The file, JSON or YAML. Relative to the file of the description, or else to the working
   * directory. Only `mesh update` needs it to be there (MESH106).
   *
   * @form path
   */
  readonly file: string;

  /**
   * The output of Terraform that holds the clusters, in a file that `terraform output -json` has
   * written (MESH145). It must not be a sensitive one (MESH146).
   *
   * @default - the file itself is the map of clusters
   */
  readonly output?: string;
}
