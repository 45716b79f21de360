const LOOK_EVERY_MS = 1_000;

/**
 * Ends this process by SIGTERM when npm's shell, its parent, is gone: a signal that ends npm alone ends that shell and
 * would leave this process and the window behind. Windows tells no new parent: there nothing happens.
 */
export function endWithParent() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, LOOK_EVERY_MS);
  timer.unref();
}
