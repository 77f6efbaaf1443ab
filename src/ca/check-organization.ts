import { Problems } from '../problems/problems';

/** X.520: ub-organization-name. */
const LONGEST = 64;

/** Whether a certificate can name such an organization. @internal */
export function checkOrganization(organization: string, problems: Problems): void {
  const length = [...organization].length;
  if (length > LONGEST) {
    problems.report('MESH741', `the organization has ${length} characters; ${LONGEST} are allowed`);
  }
  if (organization.trim() === '' || /[\p{Cc}\p{Zl}\p{Zp}]/u.test(organization)) {
    problems.report(
      'MESH741',
      `the organization ${JSON.stringify(organization)} is empty, or has characters that cannot be seen`,
    );
  }
}
