/** Limits of the wire (SYNC.md); both sides check them. */
export const PUSH_LIMIT_COMMANDS = 200;
export const PUSH_LIMIT_BYTES = 256 * 1024;
export const ARGS_LIMIT_BYTES = 64 * 1024;
export const PULL_LIMIT_ROWS = 5_000;
/** Rows of a page of a snapshot: what a cut loses at the most. */
export const SNAPSHOT_LIMIT_ROWS = 5_000;
/** A device on a thin line asks for shorter pages than these, down to so many rows. */
export const PAGE_LEAST_ROWS = 100;
/** A page of a snapshot ends after the rows that reach it, as text. */
export const SNAPSHOT_LIMIT_BYTES = 4 * 1024 * 1024;
/** Scopes that one device may see, and name in a request. */
export const SCOPES_LIMIT = 10_000;
/** A decompressed body beyond this is refused before it is parsed. */
export const BODY_LIMIT_BYTES = 16 * 1024 * 1024;
/** One picture, photo or signature. */
export const FILE_LIMIT_BYTES = 5 * 1024 * 1024;
/** Commands of one device, acknowledged ones included, that it names when it hands over: as ids they fit into one body. */
export const HAND_OVER_LIMIT = 400_000;
/** Histories of one device that are compared with the server's, newest first. */
export const HISTORIES_LIMIT = 50;
/** Rejected commands that a device speaks of at once. */
export const REJECTIONS_LIMIT = 200;
