// What set-up says on the console. It guards two promises:
// - work that takes time is named before it starts, shows that it is alive, and ends with its duration;
// - what cannot be set up gets exactly one line: what is missing, and the command that brings it.

const HEARTBEAT_MS = 15_000;

/** Something set-up cannot bring by itself. The message is the one line that the person sees. */
export class MissingPiece extends Error {
  /**
   * @param {string} what the thing, in plain words
   * @param {string} remedy the command that brings it
   */
  constructor(what, remedy) {
    super(`Missing: ${what}. Bring it with: ${remedy}`);
    this.name = 'MissingPiece';
  }
}

/** Seconds with one decimal below ten, e.g. `0.4 s`, `48 s`. */
export function formatDuration(milliseconds) {
  const seconds = milliseconds / 1000;
  return seconds < 9.95 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds)} s`;
}

let stream = process.stdout;

/** From now on `say` writes to standard error: for programs whose output is read by others. */
export function sayOnErrorStream() {
  stream = process.stderr;
}

/** One plain line on standard output. */
export function say(line) {
  stream.write(`${line}\n`);
}

/**
 * Runs one piece of work under a name. Passes the result through; a failure is named, then thrown on.
 * @template T
 * @param {string} what e.g. "Node packages: installing"
 * @param {() => Promise<T> | T} run
 * @returns {Promise<T>}
 */
export async function doWork(what, run) {
  const start = Date.now();
  const elapsed = () => formatDuration(Date.now() - start);
  say(`  … ${what}`);
  const heartbeat = setInterval(() => say(`    still at it after ${elapsed()}`), HEARTBEAT_MS);
  try {
    const result = await run();
    say(`  ✓ ${what} (${elapsed()})`);
    return result;
  } catch (error) {
    say(`  ✗ ${what} (${elapsed()})`);
    throw error;
  } finally {
    clearInterval(heartbeat);
  }
}
