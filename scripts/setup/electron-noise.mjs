/**
 * Chromium's complaints about desktop services that a bare machine lacks, and about its own end; they mean nothing to
 * the person.
 */
const HARMLESS =
  /:ERROR:(dbus\/)?(bus|object_proxy)\.cc|:ERROR:(gl_|viz_main_impl|command_buffer)|libva error|Failed to shutdown/;

/** Whether a line of Electron's error output says something to the person. */
export function isWorthSaying(line) {
  return line.trim() !== '' && !HARMLESS.test(line);
}
