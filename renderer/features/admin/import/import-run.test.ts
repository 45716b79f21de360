import { describe, expect, it } from 'vitest';
import type { CommandReply } from '#shared/protocol/bridge.ts';
import { runImport } from './import-run.ts';

const chunk = (...values: number[]) => values.map((value) => ({ line: value, memberLines: [], row: value }));
const applied = (created: number, problems: readonly unknown[] = []): CommandReply => ({
  state: problems.length > 0 ? 'adjusted' : 'applied',
  result: { created, updated: 0, unchanged: 0, problems },
  commandId: 'c',
  sequence: 1,
  reasons: [],
});

describe('a run of chunks', () => {
  it('sends them in order, counts and tells its progress', async () => {
    const sent: (readonly unknown[])[] = [];
    const told: number[] = [];
    const outcome = await runImport({
      chunks: [chunk(1, 2), chunk(3)],
      send: async (rows) => {
        sent.push(rows);
        return applied(rows.length);
      },
      onProgress: ({ rowsDone }) => told.push(rowsDone),
    });
    expect(sent).toEqual([[1, 2], [3]]);
    expect(told).toEqual([2, 3]);
    expect(outcome).toMatchObject({ created: 3, rowsDone: 3, rowsTotal: 3, refusal: null, stopped: false });
  });

  it('stops between chunks and says so', async () => {
    let stop = false;
    const outcome = await runImport({
      chunks: [chunk(1), chunk(2), chunk(3)],
      send: async () => {
        stop = true;
        return applied(1);
      },
      isStopped: () => stop,
    });
    expect(outcome).toMatchObject({ created: 1, rowsDone: 1, rowsTotal: 3, stopped: true });
  });

  it('keeps what was done when a later chunk is refused, and the reason', async () => {
    const replies = [applied(1), { state: 'rejected', reason: { code: 'kernel.notPermitted', params: {} } }] as const;
    let next = 0;
    const outcome = await runImport({
      chunks: [chunk(1), chunk(2), chunk(3)],
      send: async () => replies[next++] ?? applied(1),
    });
    expect(outcome).toMatchObject({ created: 1, rowsDone: 1, refusal: { code: 'kernel.notPermitted' } });
    expect(next).toBe(2);
  });

  it('gathers rows that the command left out', async () => {
    const problem = { line: 7, column: 'productCode', code: 'import.unknownProduct', params: { cell: 'X' } };
    const outcome = await runImport({ chunks: [chunk(7)], send: async () => applied(0, [problem]) });
    expect(outcome.problems).toEqual([problem]);
  });

  it('ends with a reason when the answer is lost or makes no sense', async () => {
    const lost = await runImport({ chunks: [chunk(1)], send: () => Promise.reject(new Error('gone')) });
    expect(lost.refusal?.code).toBe('unexpected');
    const odd = await runImport({
      chunks: [chunk(1)],
      send: async () => ({ state: 'applied', result: null, commandId: 'c', sequence: 1 }),
    });
    expect(odd.refusal?.code).toBe('unexpected');
  });
});
