import { webcrypto } from 'crypto';

/**
 * What the controller does, written again with WebCrypto.
 *
 * @param pkcs8 the controller's private key
 */
export async function unseal(sealed: string, label: string, pkcs8: Buffer): Promise<Buffer> {
  const { subtle } = webcrypto;
  const bytes = Buffer.from(sealed, 'base64');
  const wrappedEnd = 2 + bytes.readUInt16BE(0);
  const key = await subtle.importKey('pkcs8', pkcs8, { name: 'RSA-OAEP', hash: 'SHA-256' }, false, [
    'decrypt',
  ]);
  const sessionKey = await subtle.decrypt(
    { name: 'RSA-OAEP', label: Buffer.from(label) },
    key,
    bytes.subarray(2, wrappedEnd),
  );
  const aes = await subtle.importKey('raw', sessionKey, 'AES-GCM', false, ['decrypt']);
  return Buffer.from(
    await subtle.decrypt(
      { name: 'AES-GCM', iv: new Uint8Array(12) },
      aes,
      bytes.subarray(wrappedEnd),
    ),
  );
}
