/**
 * Copies of the company, made by the server itself once a day. Guards:
 * - a copy is read back before it counts; older ones go only when a newer one is good, and nothing else in the folder goes;
 * - a night that was missed (the server was off) is made up for; of several processes one makes the copy;
 * - that there is none, that it fails, or that a tool is missing is said in the log, in /v1/health and in the counters;
 * - the server goes on working: the copy is made by a thread or a program of its own;
 * - that the tools cannot save this database is known when the server starts, not on the first night.
 */
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyBaseLogger } from 'fastify';
import { takeLease } from '#db/lease.ts';
import type { Instant } from '#shared/kernel/instants.ts';
import type { BackupHealth } from '#shared/protocol/health.ts';
import type { Metrics } from '../http/metrics.ts';
import type { BackupOptions, DatabasePlace } from '../read-options.ts';
import type { RunProgram, ServerWorld } from '../server-world.ts';
import type { SavedCompany } from './back-up-company.ts';
import { backUpInThread } from './back-up-in-thread.ts';
import { checkTools, dumpPostgres, ToolMissing, ToolUnfit } from './dump-postgres.ts';

const DAY_MS = 86_400_000;
/** Older than this, the last good copy is late: a night was missed. */
const LATE_AFTER_MS = 36 * 60 * 60_000;
/** After a try that failed. */
const AGAIN_AFTER_MS = 60 * 60_000;
const namePattern = /^company-(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2})Z\.(sqlite|dump)$/;

export interface Backups {
  /** Makes a copy where one is due; cheap where none is. Asks the tools first, once. */
  look(): Promise<void>;
  health(): BackupHealth;
}

export interface BackupParts {
  readonly options: BackupOptions | null;
  readonly place: DatabasePlace;
  readonly world: Pick<ServerWorld, 'clock'>;
  readonly logger: Pick<FastifyBaseLogger, 'info' | 'error'>;
  readonly metrics: Pick<Metrics, 'add' | 'set'>;
  readonly run: RunProgram;
  /** Of the database's server, where tools of its own make the copies (PostgreSQL). */
  readonly majorVersion?: () => Promise<number>;
  /** Makes one copy and reads it back; the real one unless given. @param earlier a copy to share files with */
  readonly save?: (place: DatabasePlace, to: string, earlier: string | null) => Promise<SavedCompany>;
}

/** Reads what the folder holds; makes nothing yet. */
export function keepBackups(parts: BackupParts): Backups {
  const { options, place, world, logger, metrics } = parts;
  const save = parts.save ?? saveWith(parts.run);
  let triedAt: Instant | null = null;
  let trouble: Extract<BackupHealth, { problem?: unknown }>['problem'] | null = null;
  let toolsAskedAt: Instant | null = null;

  /** At the server's start: a tool that is missing or too old is no surprise of the first night. */
  async function askTools(now: Instant): Promise<void> {
    const isToolTrouble = trouble === 'toolMissing' || trouble === 'toolUnfit';
    const isDue = toolsAskedAt === null || (isToolTrouble && now - toolsAskedAt >= AGAIN_AFTER_MS);
    if (!isDue || !parts.majorVersion) return;
    toolsAskedAt = now;
    try {
      const versions = await checkTools(parts.run, await parts.majorVersion());
      logger.info(versions, 'the backup’s tools fit the database');
      if (isToolTrouble) trouble = null;
    } catch (error) {
      trouble = troubleOf(error);
      logger.error({ err: error }, 'NO BACKUP CAN BE MADE until this is mended');
    }
  }

  const goodOnes = (folder: string): { readonly file: string; readonly at: Instant }[] => {
    if (!existsSync(folder)) return [];
    return readdirSync(folder)
      .flatMap((name) => {
        const [, day, hour, minute, second] = namePattern.exec(name) ?? [];
        return day ? [{ file: join(folder, name), at: Date.parse(`${day}T${hour}:${minute}:${second}Z`) }] : [];
      })
      .sort((a, b) => b.at - a.at);
  };

  async function make({ folder, keep }: BackupOptions, now: Instant): Promise<void> {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const letGo = await takeLease(join(folder, 'backups.lease'));
    // Another process of the company makes it.
    if (!letGo) return;
    try {
      const [earlier] = goodOnes(folder);
      const stamp = new Date(now).toISOString().slice(0, 19).replaceAll(':', '-');
      const to = join(folder, `company-${stamp}Z.${place.kind === 'sqlite' ? 'sqlite' : 'dump'}`);
      const saved = await save(place, to, earlier?.file ?? null);
      logger.info(
        { file: saved.file, companyId: saved.companyId, version: saved.version },
        'backup made and read back',
      );
      for (const { file } of goodOnes(folder).slice(keep)) {
        rmSync(file, { force: true });
        rmSync(`${file}.files`, { recursive: true, force: true });
      }
    } finally {
      await letGo();
    }
  }

  return {
    async look() {
      if (!options) return;
      const now = world.clock.now();
      await askTools(now);
      const lastGoodAt = goodOnes(options.folder)[0]?.at ?? null;
      if (lastGoodAt !== null)
        metrics.set('satchel_backup_last_good_timestamp_seconds', Math.floor(lastGoodAt / 1_000));
      const isDue = lastGoodAt === null || lastGoodAt < lastTurn(now, options.hour);
      if (!isDue || (triedAt !== null && now - triedAt < AGAIN_AFTER_MS)) return;
      triedAt = now;
      try {
        await make(options, now);
        trouble = null;
        triedAt = null;
        metrics.add('satchel_backups_total', 1, { result: 'good' });
        const madeAt = goodOnes(options.folder)[0]?.at ?? now;
        metrics.set('satchel_backup_last_good_timestamp_seconds', Math.floor(madeAt / 1_000));
      } catch (error) {
        trouble = troubleOf(error);
        metrics.add('satchel_backups_total', 1, { result: trouble });
        logger.error({ err: error, folder: options.folder }, 'NO BACKUP WAS MADE; it is tried again in an hour');
      }
    },
    health() {
      if (!options) return { state: 'off' };
      const lastGoodAt = goodOnes(options.folder)[0]?.at ?? null;
      const ageSeconds = lastGoodAt === null ? null : Math.max(0, Math.floor((world.clock.now() - lastGoodAt) / 1_000));
      const isLate = ageSeconds === null || ageSeconds * 1_000 > LATE_AFTER_MS;
      const state = trouble !== null ? 'failed' : lastGoodAt === null ? 'none' : isLate ? 'late' : 'good';
      return { state, lastGoodAt, ageSeconds, ...(trouble === null ? {} : { problem: trouble }) };
    },
  };
}

function troubleOf(error: unknown): 'toolMissing' | 'toolUnfit' | 'failed' {
  if (error instanceof ToolMissing) return 'toolMissing';
  return error instanceof ToolUnfit ? 'toolUnfit' : 'failed';
}

/** The last moment before now at which this machine's clock showed the hour. */
export function lastTurn(now: Instant, hour: number): Instant {
  const turn = new Date(now);
  turn.setHours(hour, 0, 0, 0);
  return turn.getTime() <= now ? turn.getTime() : turn.getTime() - DAY_MS;
}

const saveWith =
  (run: RunProgram) =>
  (place: DatabasePlace, to: string, earlier: string | null): Promise<SavedCompany> =>
    place.kind === 'postgres' ? dumpPostgres(run, place, to) : backUpInThread({ place, to, earlier });
