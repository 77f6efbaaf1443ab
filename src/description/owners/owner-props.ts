/**
 * Who owns a file or a directory, and what may be said there.
 *
 * An included file may speak only for what the entry says that holds it, and so may each manifest
 * of a service source below the path. Of several entries that hold a file, the one with the longest
 * path decides alone. `mesh.yaml` itself may say everything, whoever owns it.
 *
 * @internal
 */
export interface OwnerProps {
  /**
   * The file or directory, relative to `mesh.yaml` and not outside of its directory; `"."` for all
   * of it, in quotes, since some tools read a dot as a number. It must exist, and stand here once
   * (MESH135).
   *
   * @form ownedPath
   */
  readonly path: string;

  /**
   * Who reviews changes, as in CODEOWNERS: `@user`, `@org/team` or an e-mail address. `mesh owners`
   * prints them.
   *
   * @default - those of the entry with the next shorter path
   * @form team
   */
  readonly teams?: string[];

  /**
   * Namespaces whose services may be declared, exported and granted here (MESH134, MESH161,
   * MESH411); `*` for all.
   *
   * @default - none
   * @form labelOrAll
   */
  readonly namespaces?: string[];

  /**
   * Single services, each as `<name>.<namespace>`. They are taken from the owner of their
   * namespace, unless that entry lists them too. Their pods may be any of the namespace, but only
   * its owner may say `sharesPods`.
   *
   * @default - none
   * @form ownedHost
   */
  readonly hosts?: string[];

  /**
   * Clusters that may be described here (MESH134); `*` for all. Any service may name any cluster.
   *
   * @default - none
   * @form labelOrAll
   */
  readonly clusters?: string[];
}
