import { sha256 } from '../values/digest';

/**
 * The bytes of a file. Files with the same bytes share one of these, and its digest.
 *
 * @internal
 */
export class FileContent {
  public readonly bytes: Buffer;
  private digest?: string;

  public constructor(content: string | Buffer) {
    this.bytes = typeof content === 'string' ? Buffer.from(content) : content;
  }

  /** SHA-256, in hexadecimal. */
  public get sha256(): string {
    this.digest ??= sha256(this.bytes);
    return this.digest;
  }
}

/** A file to write. @internal */
export interface OutputFile {
  /** relative to the output directory, with `/` */
  readonly path: string;
  readonly content: FileContent;
}
