import { expect, it, vi } from 'vitest';
import { complaintOf } from './demo-server.ts';

vi.mock('electron', () => ({ utilityProcess: {} }));

it('an error of the server’s log keeps the id that a person was told', () => {
  const errorId = '0193a0f4-0000-7000-8000-000000000001';
  const err = { type: 'Error', message: 'no such table', stack: 'Error: no such table\n    at run' };
  expect(complaintOf(JSON.stringify({ level: 50, time: 1, err, errorId, msg: 'command failed' }))).toBe(
    `command failed ${errorId} Error: no such table\n    at run`,
  );
  expect(complaintOf(JSON.stringify({ level: 60, msg: 'ended' }))).toBe('ended');
});

it.each(['{"level":30,"msg":"incoming request"}', '{"listening":"http://127.0.0.1:1"}', 'no JSON', 'null'])(
  'other lines are none: %s',
  (line) => {
    expect(complaintOf(line)).toBeNull();
  },
);
