import { Manifest } from './manifest';

/** What istiod signs with comes from this Secret, unless cert-manager made it. @internal */
export const CACERTS = 'cacerts';

/** The ConfigMap in which istiod hands out the roots, in every namespace. @internal */
export const ROOT_MAP = 'istio-ca-root-cert';

/** Whether it is the Secret, also a sealed one. @internal */
export const isCacerts = ({ group, kind, name }: Manifest): boolean =>
  name === CACERTS &&
  ((group === '' && kind === 'Secret') || (group === 'bitnami.com' && kind === 'SealedSecret'));

/** A file of a Secret that no one has encrypted. @internal */
export function publicFile({ values }: Manifest, file: string): string | undefined {
  const encoded = publicText(values.data?.[file]);
  const plain = values.stringData?.[file] ?? values.spec?.template?.data?.[file];
  return publicText(encoded === undefined ? plain : Buffer.from(encoded, 'base64').toString());
}

/** SOPS puts something else in the place of what it encrypts. @internal */
export const publicText = (value: unknown): string | undefined =>
  typeof value === 'string' && !value.startsWith('ENC[') ? value : undefined;
