/**
 * Device-numbered documents (R7). Guards:
 * - a number is given once, whatever happens to the database: the high-water mark lies in a file beside it too, in
 *   blocks, so that a restored or copied database goes on after the last block;
 * - a series goes by its prefix: one that the company gives up and takes again goes on after its last number;
 * - the mark is on disk before the first number under it is given.
 */
import { z } from 'zod';
import { defaultSeries } from '#shared/domains/admin/model.ts';
import { deviceNumber } from '#shared/domains/admin/rules/series-number.ts';
import { prepareQuery } from '#shared/kernel/prepared.ts';
import type { DeviceContext } from './device-context.ts';
import { readJsonFile, setFilesAside, writeJsonFile } from './files.ts';

const BLOCK = 100;

const marksSchema = z.object({
  /** No number above it was given. */
  reserved: z.record(z.string(), z.int().min(0)),
  /** The last numbers, where the device was closed in order; null while it is open, or after a crash. */
  closedAt: z.record(z.string(), z.int().min(0)).nullable(),
});
type Marks = z.infer<typeof marksSchema>;

export interface DocumentNumbers {
  /** `order` → `SO-K7-000123`: the prefix is the company's at this moment; what was given stays as it is. */
  next(kind: string): Promise<string>;
  /** The highest numbers that the server has seen of this device, by series: a restored profile goes on after them. */
  raise(serverMarks: Readonly<Record<string, number>>): void;
  /**
   * Every series begins at 1: the device has a new code. Call in the lock in which the code changes, with the
   * database's marks gone.
   */
  restart(): void;
  /** Leaves the exact marks, so that no number is passed over at the next start. */
  close(): Promise<void>;
}

/** @param path the file of marks */
export async function openDocumentNumbers(context: DeviceContext, path: string): Promise<DocumentNumbers> {
  const { lock, writer, reader } = context;
  const kept = readJsonFile(path, marksSchema);
  if (kept === 'damaged') setFilesAside([path], context.now());
  let marks: Marks = kept === null || kept === 'damaged' ? { reserved: {}, closedAt: {} } : kept;
  const floors = await findFloors();

  async function lastNumbers(): Promise<Record<string, number>> {
    const rows = await findNumbers(reader.kysely, {});
    return Object.fromEntries(rows.map((row) => [row.series, row.lastNumber]));
  }

  async function findSeries(kind: string): Promise<{ prefix: string; digits: number }> {
    const [own] = await seriesOfKind(reader.kysely, { kind });
    const series = own ?? defaultSeries.find((each) => each.kind === kind);
    if (!series) throw new Error(`no series numbers ${kind}`);
    return series;
  }

  /** Where each series goes on at the least. The database's own mark counts only if the file agrees with it. */
  async function findFloors(): Promise<Map<string, number>> {
    const inDatabase = await lastNumbers();
    const found = new Map<string, number>();
    for (const series of new Set([...Object.keys(marks.reserved), ...Object.keys(inDatabase)])) {
      const own = inDatabase[series] ?? 0;
      const agrees = marks.closedAt !== null && (marks.closedAt[series] ?? 0) === own;
      const fromFile = agrees ? own : (marks.reserved[series] ?? 0);
      found.set(series, Math.max(own, fromFile));
    }
    return found;
  }

  return {
    next: (kind) =>
      lock.hold('person', async () => {
        const { prefix: series, digits } = await findSeries(kind);
        const { [series]: last = 0 } = await lastNumbers();
        const number = Math.max(last, floors.get(series) ?? 0) + 1;
        if (number > (marks.reserved[series] ?? 0) || marks.closedAt !== null) {
          const reserved = Math.max(marks.reserved[series] ?? 0, number + BLOCK - (number % BLOCK));
          const next: Marks = { reserved: { ...marks.reserved, [series]: reserved }, closedAt: null };
          writeJsonFile(path, next);
          marks = next;
        }
        await noteNumber(writer.kysely, { series, lastNumber: number });
        floors.set(series, number);
        return deviceNumber(series, context.deviceCode, number, digits);
      }),
    raise(serverMarks) {
      for (const [series, mark] of Object.entries(serverMarks))
        floors.set(series, Math.max(floors.get(series) ?? 0, mark));
    },
    restart() {
      const none: Marks = { reserved: {}, closedAt: {} };
      writeJsonFile(path, none);
      marks = none;
      floors.clear();
    },
    close: () =>
      lock.hold('person', async () => {
        // Where no number was given the file is as it should be; and after a crash it must not claim what it cannot know.
        if (marks.closedAt !== null) return;
        writeJsonFile(path, { reserved: marks.reserved, closedAt: await lastNumbers() });
      }),
  };
}

const seriesOfKind = prepareQuery((tx, given: { kind: string }) =>
  tx.selectFrom('documentSeries').select(['prefix', 'digits']).where('kind', '=', given.kind).orderBy('id'),
);
const findNumbers = prepareQuery((tx) => tx.selectFrom('documentNumbers').selectAll().orderBy('series'));
const noteNumber = prepareQuery((tx, given: { series: string; lastNumber: number }) =>
  tx
    .insertInto('documentNumbers')
    .values(given)
    .onConflict((conflict) => conflict.column('series').doUpdateSet({ lastNumber: given.lastNumber })),
);
