// A failed test gets one second look, alone on the machine. What passes then is counted as passed and named as unsteady
// in the last lines of the run, with what it said: windows, servers and databases of other tests beside it are what it
// could not bear, and that is to be mended, but it says nothing of the product. Guards:
// - a law that was broken stays broken: properties and simulated companies draw anew each time, and pass by luck;
// - many failures are no accident: then nothing is run again;
// - what could not be loaded, and a run without a report, are never looked at again.

/** More than these at once have one cause, which is in the product or in the machine. */
const MOST = 3;
const LAW = /Property failed after|failingSeeds|\bseed\b/i;

/**
 * @typedef {import('./counts.mjs').Counts} Counts
 * @typedef {import('./failures.mjs').Failure} Failure
 * @typedef {object} Look
 * @property {Counts} counts
 * @property {Failure[]} failures
 */

/**
 * @param {Look} first
 * @param {(files: string[]) => Promise<Look>} runAgain runs whole files, one after the other
 * @returns {Promise<Look & {unsteady: Failure[]}>} what counts in the end
 */
export async function lookAgain(first, runAgain) {
  const { counts, failures } = first;
  const isAccident = failures.length > 0 && failures.length <= MOST && failures.length === counts.failed;
  if (!isAccident || failures.some(({ name, message }) => name === '' || LAW.test(message)))
    return { ...first, unsteady: [] };
  const second = await runAgain([...new Set(failures.map(({ file }) => file))]);
  const isFailing = (failure) =>
    second.failures.some(({ file, name }) => file === failure.file && (name === failure.name || name === ''));
  // A second run that fails without saying where, or runs nothing, clears nobody.
  const isClear = second.counts.passed > 0 && second.counts.failed === second.failures.length;
  const unsteady = isClear ? failures.filter((failure) => !isFailing(failure)) : [];
  return {
    counts: { ...counts, passed: counts.passed + unsteady.length, failed: counts.failed - unsteady.length },
    failures: failures.filter((failure) => !unsteady.includes(failure)),
    unsteady,
  };
}
