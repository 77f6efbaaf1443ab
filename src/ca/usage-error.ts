/** The command line asks for something that cannot be meant. @internal */
export class UsageError extends Error {}
