import { createHash } from 'crypto';

/** SHA-256, in hex. @internal */
export const sha256 = (content: string | Buffer): string =>
  createHash('sha256').update(content).digest('hex');
