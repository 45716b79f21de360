const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/** Turns a signal into an ordinary exit, so that what this process started (display, runners) is ended with it. */
export function endOnSignal() {
  for (const [signal, code] of Object.entries(SIGNALS)) process.once(signal, () => process.exit(code));
}
