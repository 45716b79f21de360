/** How the programs that run as long as one likes (`npm run simulate`, `crash`, `network`, `bench`) take what they are told. */
const WRONGLY_CALLED = 2;

/**
 * Reads the command line; what cannot be read is said in one line above the usage, and the process ends with 2. `--help`
 * prints the usage and ends with 0.
 */
export function readOrEndWithUsage<Options>(read: () => Options, usage: string): Options {
  if (process.argv.includes('--help')) {
    process.stdout.write(`${usage}\n`);
    return process.exit(0);
  }
  try {
    return read();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}\n`);
    return process.exit(WRONGLY_CALLED);
  }
}
