// `npm test`: set-up, then every check, one after the other. A failed check does not hide the next; the last line
// says `N passed, N failed` (and `, N skipped` where a named reason stands in the way), and the exit code is 0 only when something ran and nothing failed.

import { join } from 'node:path';
import { endOnSignal } from './setup/end-on-signal.mjs';
import { endWithClearLine } from './setup/end-with-clear-line.mjs';
import { stateFolder } from './setup/paths.mjs';
import { formatDuration, say } from './setup/progress.mjs';
import { setUp } from './setup/set-up.mjs';
import { listChecks } from './test/checks.mjs';
import { NAMED_SKIP, ONE_FAILURE, printCounts, sumCounts } from './test/counts.mjs';
import { printFailure } from './test/failures.mjs';

try {
  const toolchain = await setUp({ needsPostgres: true });
  endOnSignal();
  // Tests start our programs some hundred times: what Node made of their files is kept, which halves each start.
  process.env.NODE_COMPILE_CACHE ??= join(stateFolder, 'compile-cache');
  const start = Date.now();
  const results = [];
  for (const check of listChecks(toolchain)) results.push(await runCheck(check, results));
  await toolchain.closeDisplay();
  const total = sumCounts(results.map((result) => result.counts));

  say(`\nAll checks (${formatDuration(Date.now() - start)})`);
  for (const { name, counts, duration, failures, unsteady } of results) {
    say(`  ${counts.failed === 0 ? '✓' : '✗'} ${name}: ${printCounts(counts)} (${duration})`);
    for (const failure of failures) say(`      failed: ${printFailure(failure)}`);
    for (const failure of unsteady) say(`      unsteady, passed when run again alone: ${printFailure(failure)}`);
  }
  if (total.skipped > 0) say(`${total.skipped} ${NAMED_SKIP}`);
  say(printCounts(total));
  process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);
} catch (error) {
  endWithClearLine(error);
}

async function runCheck(check, before) {
  const start = Date.now();
  say(`\n== ${check.name} ==`);
  const obstacle = check.needs && before.find((result) => result.name === check.needs && result.counts.failed > 0);
  if (obstacle) say(`Not run: ${obstacle.name} failed.`);
  const { counts, failures, unsteady = [] } = obstacle ? { counts: ONE_FAILURE, failures: [] } : await check.run();
  const duration = formatDuration(Date.now() - start);
  say(`${check.name}: ${printCounts(counts)} (${duration})`);
  return { name: check.name, counts, duration, failures, unsteady };
}
