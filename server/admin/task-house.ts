import { registry } from '#shared/registry.ts';
import { noFiles } from '../files/company-files.ts';
import type { House } from '../house.ts';
import { makeMetrics } from '../http/metrics.ts';
import { startPokes } from '../sync/pokes.ts';
import type { RerunWriter } from '../sync/rerun-failed.ts';

/** The company as a task sees it that runs devices' commands. */
export async function withTaskHouse<Result>(
  writer: RerunWriter,
  work: (house: House) => Promise<Result>,
): Promise<Result> {
  const { database, logger } = writer;
  const pokes = writer.pokes ?? (await startPokes(database, (error) => logger.error({ err: error }, 'not poked')));
  try {
    const { tables } = registry;
    return await work({
      ...writer,
      registry: { ...writer.registry, tables },
      pokes,
      metrics: makeMetrics(),
      files: noFiles,
    });
  } finally {
    if (!writer.pokes) await pokes.close();
  }
}
