/** For its owner only, since it may hold a key. @internal */
export const PRIVATE_FILE = 0o600;

/** @internal */
export const PRIVATE_DIRECTORY = 0o700;
