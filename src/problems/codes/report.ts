import { warning } from './code-info';

/** What `mesh report` points out. @internal */
export const REPORT = {
  MESH970: warning(
    'Something in the directories is not understood',
    'It may decide calls, so verdicts that it may concern are unknown.',
    'Look at the file; where it is no manifest, move it out of the directory.',
  ),
  MESH971: warning(
    'Nobody can tell whether some calls get through',
    'Something that decides is missing or not understood. It may be that they do not get through, or that they do and should not.',
    'Give what is missing: manifests of workloads, or facts in world.yaml. `mesh reach --explain` shows each step.',
  ),
  MESH972: warning(
    'Some calls get through in part only',
    'Some endpoints or some requests fail: callers see errors now and then.',
    'Follow one of them with `mesh reach --explain`, and correct the step that breaks.',
  ),
  MESH973: warning(
    'A policy that is for trial would refuse calls',
    'With istio.io/dry-run it only counts. When it is enforced, these calls end.',
    'Let the policy accept the callers, or find out that they should not call; then enforce it.',
  ),
  MESH974: warning(
    'The CA of a cluster cannot be read from its manifests',
    'Whether clusters trust each other is then unknown, and when certificates end.',
    'Give the public files of cacerts, e.g. with `mesh ca`, or leave its Secret to another tool and look there.',
  ),
  MESH975: warning(
    'A certificate is valid for longer than one that signed it',
    'When the signer ends, what it signed is refused, though its own date says otherwise.',
    'Issue it again with an end that is not after that of its signer, or renew the signer before.',
  ),
  MESH976: warning(
    'A cluster is larger than the budget that the report was given',
    'Each sidecar holds what its namespace sees, and each gateway what it passes through.',
    'Name callers in the grants, and limit what namespaces know by `sidecars`; or raise the budget.',
  ),
  MESH977: warning(
    'Entries lead to an address that no gateway has',
    'Nobody can tell what answers there.',
    'Name the gateway with this address in world.yaml, or correct the endpoint.',
  ),
  MESH978: warning(
    'A cluster exports hosts, and others call them elsewhere only',
    'So it is while it drains. If it should not, its part of the load is carried by others.',
    'End `draining` in the description when the work is done.',
  ),
  MESH979: warning(
    'Verdicts were not held against the version of Istio of a cluster',
    'Another minor version may decide differently.',
    'See docs/world.md for the version that was run, and test what matters to you.',
  ),
} as const;
