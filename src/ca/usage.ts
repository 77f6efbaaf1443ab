/** What `mesh ca help` prints. @internal */
export const CA_USAGE = `Usage: mesh ca COMMAND [OPTIONS]

  init                 Begin the CAs of a mesh: make a root, or take one that
                       is kept elsewhere (--root).
  issue CLUSTER...     Make a key and an intermediate for each cluster. Without
                       the root's key: make a key and a request to be signed;
                       then again with --signed and what came back.
  renew [CLUSTER...]   The same for clusters that have one already; without
                       names for those whose certificate is due.
  seal CLUSTER...      Encrypt the clusters' keys for a Sealed Secrets
                       controller (--certificate) or with SOPS (--age). Later
                       keys of the clusters are encrypted in the same way.
  rotate STEP          Replace the root, one step after the other:
                       bundle, restart, switch, drop. Until \`switch\` there is
                       a way back: abort.
  confirm CLUSTER      Hold what a cluster says of itself (--from) against the
                       step that was taken. Its README.md has the commands.
  forget CLUSTER...    Take clusters out that are not there any more.
  status               What is there and when it ends. Exit status 1 when
                       something has ended.

  --lock FILE          public state, kept in the repository (pki.lock.json)
  --keys DIRECTORY     private keys, outside of every repository. Below it each
                       cluster's directory holds the files of its Secret:
                       kubectl create secret generic cacerts --from-file=...
  --algorithm NAME     rsa-4096 (default), rsa-2048, p-384, p-256; this and
                       the next two are for renew as they were before
  --organization NAME  (Istio)
  --namespace NAME     where istiod runs (istio-system)
  --days N             how long a certificate lives: root 3650, intermediate 365
  --root FILE          init, rotate bundle: certificate of a root kept elsewhere
  --signed FILE        issue, renew: certificate signed for the request, and
                       behind it the CAs up to the root
  --certificate FILE   seal: from \`kubeseal --fetch-cert\`
  --scope NAME         seal: strict (default), namespace-wide, cluster-wide
  --age RECIPIENT      seal: age1...; may be given several times
  --from FILE          confirm: what the cluster says
  --json               status: for machines
`;
