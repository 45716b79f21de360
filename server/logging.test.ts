import { Writable } from 'node:stream';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { redactedPaths } from './logging.ts';

test('secrets and what people wrote do not get into a log', () => {
  let written = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      written += String(chunk);
      done();
    },
  });
  const logger = pino({ redact: { paths: [...redactedPaths], censor: '[hidden]' } }, stream);
  const secret = 'SECRET';
  logger.info({ password: secret, request: { token: secret, headers: { authorization: `Bearer ${secret}` } } });
  logger.error({
    command: { args: { name: secret } },
    err: Object.assign(new Error('x'), { detail: secret, where: secret }),
  });
  expect(written).not.toContain(secret);
  expect(written.match(/\[hidden\]/g)).toHaveLength(6);
});
