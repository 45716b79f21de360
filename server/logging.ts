import type { FastifyBaseLogger } from 'fastify';
import { destination, pino } from 'pino';

/** What must not be in a log, wherever it turns up: secrets, and what people wrote. */
const secret = ['password', 'token', 'pushToken', 'args', 'authorization', 'body', 'salt', 'verifier', 'key'];

/** Paths that are censored, at the top and one and two levels down; a database error's row values too. */
export const redactedPaths: readonly string[] = [
  ...secret.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
  'err.detail',
  'err.where',
  'err.parameters',
];

const STDERR = 2;

/** The server's log: JSON lines on standard error, so that standard output is only the line that says where it listens. */
export function makeLogger(level: string): FastifyBaseLogger {
  return pino(
    { level, redact: { paths: [...redactedPaths], censor: '[hidden]' } },
    destination({ dest: STDERR, sync: true }),
  );
}
