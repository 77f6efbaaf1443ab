import { webcrypto } from 'crypto';
import { Identity, openAge } from './open-age';
import { SopsMetadata } from '../../../src/ca/sealing/sops';

/** An encrypted value, in its parts. */
export const LEAF =
  /^ENC\[AES256_GCM,data:([A-Za-z0-9+/]+={0,2}),iv:([A-Za-z0-9+/]{43}=),tag:([A-Za-z0-9+/]{22}==),type:str\]$/;

export async function openLeaf(
  leaf: string,
  dataKey: Buffer,
  additionalData: string,
): Promise<string> {
  const { subtle } = webcrypto;
  const [data, iv, tag] = LEAF.exec(leaf)!
    .slice(1)
    .map(part => Buffer.from(part, 'base64'));
  const key = await subtle.importKey('raw', dataKey, 'AES-GCM', false, ['decrypt']);
  return Buffer.from(
    await subtle.decrypt(
      { name: 'AES-GCM', iv, additionalData: Buffer.from(additionalData) },
      key,
      Buffer.concat([data, tag]),
    ),
  ).toString();
}

/** `ca-key.pem` of a Secret, as one of the recipients reads it. */
export async function openPrivateKey(
  leaf: string,
  age: SopsMetadata['age'],
  who: Identity,
): Promise<string> {
  const { enc } = age.find(({ recipient }) => recipient === who.recipient)!;
  return openLeaf(leaf, await openAge(enc, who), 'stringData:ca-key.pem:');
}
