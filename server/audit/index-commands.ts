/**
 * What commands are about that were answered before the server kept it: read from their arguments, with the number and
 * the customer of the order that they name. Guards:
 * - a command that has its entry keeps it; done twice at once, each is there once;
 * - the newest come first, so that a search finds at once what people ask for most.
 */
import type { Handle, SatchelDatabase } from '#db/database.ts';
import { commandKey } from '#shared/kernel/command.ts';
import type { CommandEnvelope } from '#shared/protocol/envelope.ts';
import type { ServerRegistry } from '../house.ts';
import { inWriteTransaction } from '../sync/company-lock.ts';
import '#shared/domains/sales/tables.ts';
import { topicOf } from './command-topic.ts';

const BATCH_COMMANDS = 500;

export interface IndexWriter {
  readonly database: SatchelDatabase;
  readonly registry: Pick<ServerRegistry, 'commands'>;
}

/** Databases of which all commands have their entry: those that come have it from their push. */
const whole = new WeakSet<SatchelDatabase>();

/**
 * Gives commands their entry.
 * @param limitCommands so many at most; all, unless given
 * @returns how many now
 */
export async function indexCommands(
  { database, registry }: IndexWriter,
  limitCommands = Number.POSITIVE_INFINITY,
): Promise<{ readonly indexed: number }> {
  let indexed = 0;
  while (!whole.has(database) && indexed < limitCommands) {
    const rows = await inWriteTransaction(database, async (tx) => {
      const missing = await readMissing(tx);
      const orders = await readOrders(tx, missing);
      const topics = missing.map((row) => {
        const args = JSON.parse(row.args) as CommandEnvelope['args'];
        const definition = registry.commands.get(commandKey(row.name, row.version));
        const order = orders.get(orderIdOf(args) ?? '');
        return { ...topicOf(definition, { id: row.commandId, args }, order ?? {}), seal: null };
      });
      if (topics.length > 0) {
        await tx
          .insertInto('commandTopics')
          .values(topics)
          .onConflict((conflict) => conflict.column('commandId').doNothing())
          .execute();
      }
      return missing.length;
    });
    indexed += rows;
    if (rows < BATCH_COMMANDS) whole.add(database);
  }
  return { indexed };
}

function readMissing(db: Handle) {
  return db
    .selectFrom('commandLog')
    .leftJoin('commandTopics', 'commandTopics.commandId', 'commandLog.commandId')
    .select(['commandLog.commandId', 'commandLog.name', 'commandLog.version', 'commandLog.args'])
    .where('commandTopics.commandId', 'is', null)
    .orderBy('commandLog.companyVersion', 'desc')
    .limit(BATCH_COMMANDS)
    .execute();
}

/** What orders say now, as their commands gave it then. */
async function readOrders(db: Handle, commands: readonly { readonly args: string }[]) {
  const ids = [...new Set(commands.flatMap(({ args }) => orderIdOf(JSON.parse(args)) ?? []))];
  if (ids.length === 0) return new Map<string, never>();
  const rows = await db
    .selectFrom('orders')
    .select(['id', 'number', 'customerId', 'customerName', 'totalMinor', 'currency'])
    .where('id', 'in', ids)
    .orderBy('id')
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

function orderIdOf(args: unknown): string | null {
  const id = (args as { readonly orderId?: unknown } | null)?.orderId;
  return typeof id === 'string' ? id : null;
}
