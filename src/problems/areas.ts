/** What the codes are about, by their first digit. @internal */
export const AREAS: { readonly [digit: string]: string } = {
  1: 'The form of the description',
  2: 'Clusters and names',
  3: 'Services, ports and addresses',
  4: 'Grants, members and identities',
  5: 'Istio versions and mechanisms',
  6: 'DNS',
  7: 'Trust',
  8: 'Output, and what runs of it',
  9: 'Analysis of manifests',
};
