import { MissingPiece } from './progress.mjs';

/** Ends the process. What set-up cannot bring is one line; anything else is a fault and keeps its details. */
export function endWithClearLine(error) {
  process.stderr.write(`${error instanceof MissingPiece ? error.message : (error.stack ?? error)}\n`);
  process.exit(1);
}
