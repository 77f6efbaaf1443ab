import { readFileSync } from 'fs';

/** What stands for standard input where a file is named. @internal */
export const STANDARD_INPUT = '-';

/** @internal */
export const readStandardInput = (): string => readFileSync(process.stdin.fd, 'utf8');
