/** The command line was wrong, or something could not be done. @internal */
export const FAILED = 1;

/** A command that looks for something has found it. @internal */
export const FOUND = 2;
