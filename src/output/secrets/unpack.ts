import { constants, gunzipSync, inflateSync } from 'zlib';

/** What is encoded or packed is more than a search may look at. @internal */
export class TooMuch extends Error {}

/** The largest releases of Helm are below this. */
const UNPACKED = 32 * 1024 * 1024;

/** Base64 inside of base64 inside of base64, and so on, is four times as much at most. */
const TIMES_ITS_LENGTH = 8;

/** Nobody encodes so often what a program is to read. */
const LAYERS = 16;

/**
 * How much may still be decoded and unpacked in the search of one text. A small text can hold a
 * thousand times as much, and one that has been made for it without an end.
 *
 * @internal
 */
export class Allowance {
  private bytes: number;
  private layers = LAYERS;

  public constructor(text: string) {
    this.bytes = UNPACKED + TIMES_ITS_LENGTH * text.length;
  }

  /**
   * Looks into something that was decoded.
   *
   * @throws TooMuch
   */
  public into<T>(bytes: Buffer, look: (inside: Buffer) => T): T {
    this.bytes -= bytes.length;
    if (this.layers === 0 || this.bytes < 0) {
      throw new TooMuch();
    }
    this.layers--;
    try {
      const inside = this.unpacked(bytes);
      return inside ? this.into(inside, look) : look(bytes);
    } finally {
      this.layers++;
    }
  }

  /** What gzip or zlib has packed; of what was cut off, as much as there is. */
  private unpacked(bytes: Buffer): Buffer | undefined {
    try {
      return unpackerOf(bytes)?.(bytes, {
        maxOutputLength: Math.max(1, this.bytes),
        finishFlush: constants.Z_SYNC_FLUSH,
      });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
        throw new TooMuch();
      }
      return undefined; // it only looked like it
    }
  }
}

/** RFC 1952 and RFC 1950: how they begin. */
function unpackerOf(bytes: Buffer): typeof gunzipSync | undefined {
  const [first, second] = bytes;
  if (first === 0x1f && second === 0x8b) {
    return gunzipSync;
  }
  return first === 0x78 && (first * 256 + second) % 31 === 0 ? inflateSync : undefined;
}
