/* eslint-disable no-bitwise -- the checksum is arithmetic over bits */
const ALPHABET = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const CHECKSUM_LENGTH = 6;
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

/**
 * Decodes lower-case Bech32, without a limit of its length, as age requires.
 *
 * @see https://github.com/bitcoin/bips/blob/master/bip-0173.mediawiki
 * @throws Error that says what is wrong, but not the text, which may be a secret
 * @internal
 */
export function decodeBech32(text: string): { readonly prefix: string; readonly data: Buffer } {
  const separator = text.lastIndexOf('1');
  const prefix = text.slice(0, Math.max(separator, 0));
  const values = [...text.slice(separator + 1)].map(character => ALPHABET.indexOf(character));
  if (!/^[!-@[-~]+$/.test(prefix) || values.length < CHECKSUM_LENGTH || values.includes(-1)) {
    throw new Error('is not lower-case Bech32');
  }
  if (polymod([...expand(prefix), ...values]) !== 1) {
    throw new Error('has a wrong checksum; it was mistyped or cut off');
  }
  return { prefix, data: bytes(values.slice(0, -CHECKSUM_LENGTH)) };
}

function expand(prefix: string): number[] {
  const codes = [...Buffer.from(prefix, 'latin1')];
  return [...codes.map(code => code >> 5), 0, ...codes.map(code => code & 31)];
}

function polymod(values: readonly number[]): number {
  return values.reduce((checksum, value) => {
    const top = checksum >>> 25;
    return GENERATOR.reduce(
      (sum, generator, bit) => ((top >> bit) & 1 ? sum ^ generator : sum),
      ((checksum & 0x1ffffff) << 5) ^ value,
    );
  }, 1);
}

/** Groups of five bits to bytes; fewer than five bits may be left over, all of them zero. */
function bytes(values: readonly number[]): Buffer {
  const bits = values.map(value => value.toString(2).padStart(5, '0')).join('');
  const whole = bits.length - (bits.length % 8);
  if (!/^0{0,4}$/.test(bits.slice(whole))) {
    throw new Error('has bits left over');
  }
  return Buffer.from(
    bits
      .slice(0, whole)
      .match(/.{8}/g)
      ?.map(byte => parseInt(byte, 2)) ?? [],
  );
}
