/**
 * The log of one profile: what went wrong, and a few marks of what happened. Guards:
 * - two files of a bounded size at most, however much goes wrong;
 * - what looks like a secret is left out: whatever is named as one, tokens, keys and long random words; nobody hands
 *   arguments, rows or names to it in the first place;
 * - a log that cannot be written stops nothing.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

const FILE_LIMIT_BYTES = 1024 * 1024;
const LINE_LIMIT_CHARS = 8_000;

export interface Log {
  /** Something that should not happen did. */
  problem(where: string, message: string): void;
  /** A mark of what happened, for whoever reads the log. */
  note(text: string): void;
  /** All that is kept, oldest first. */
  read(): string;
}

export interface LogParts {
  /** Of the newest lines; the older ones lie beside it as `<path>.old`. */
  readonly path: string;
  now(): Date;
  /** Told too, as it is written. */
  echo(line: string): void;
  readonly limitBytes?: number;
}

export function openLog(parts: LogParts): Log {
  const { path, limitBytes = FILE_LIMIT_BYTES } = parts;
  const older = `${path}.old`;

  function write(kind: 'problem' | 'note', text: string): void {
    const safe = leaveSecretsOut(text).slice(0, LINE_LIMIT_CHARS).replaceAll('\n', '\n    ');
    const line = `${parts.now().toISOString()} ${kind} ${safe}\n`;
    if (kind === 'problem') parts.echo(`${safe}\n`);
    try {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
      if (size + Buffer.byteLength(line) > limitBytes && size > 0) renameSync(path, older);
      appendFileSync(path, line, { mode: 0o600 });
    } catch {
      // A full disk, say: it was told on the standard error.
    }
  }

  return {
    problem: (where, message) => write('problem', `${where}: ${message}`),
    note: (text) => write('note', text),
    read: () => [older, path].map((file) => (existsSync(file) ? readFileSync(file, 'utf8') : '')).join(''),
  };
}

/** Bare, a password may have spaces: it goes up to what ends a value or to the next named one. */
const NAMED =
  /(["']?\b\w*(?:password|passphrase|token|secret|authorization|verifier|key)["']?\s*[:=]\s*)("(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|[^,;}&\n]+?(?=\s{1,8}\w{1,40}["']?\s{0,8}[:=]|[,;}&\n]|$))/gi;
/** postgres://user:password@host, where the password itself may hold an @. */
const IN_ADDRESS = /\b([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/?#"'<>]*@/gi;
const BEARER = /\b(bearer|basic)\s+[^\s"',]+/gi;
const RANDOM = /[A-Za-z0-9+_=-]{32,}/g;
/** With the slash of base64, which is that of a path too. */
const BASE64 = /[A-Za-z0-9+/]{32,}={0,2}/g;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The text without whatever could be a secret. Ids of errors and rows stay: without them a log says nothing. */
export function leaveSecretsOut(text: string): string {
  return text
    .replace(IN_ADDRESS, '$1[left out]@')
    .replace(BEARER, '$1 [left out]')
    .replace(NAMED, '$1[left out]')
    .replace(BASE64, (word) => (isMixed(word) ? '[left out]' : word))
    .replace(RANDOM, (word) => (UUID.test(word) || !isRandom(word) ? word : '[left out]'));
}

/** Of 32 random bytes in base64 some 17 letters are large, 17 small, and 7 are figures. */
function isMixed(word: string): boolean {
  const count = (pattern: RegExp): number => word.replace(pattern, '').length;
  return count(/[^A-Z]/g) >= 6 && count(/[^a-z]/g) >= 6 && count(/[^0-9]/g) >= 1;
}

/** Keys and tokens have figures among their letters; names of programs and folders are words. */
function isRandom(word: string): boolean {
  const figures = word.replace(/[^0-9]/g, '').length;
  return figures >= 4 || /[a-z][A-Z].*[a-z][A-Z].*[a-z][A-Z]/.test(word) || word.length >= 64;
}
