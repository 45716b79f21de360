/** Holds an exported ledger against what the company's server has of it. */
import type { Reader } from '#shared/kernel/table.ts';
import { type CommandEnvelope, chainHash } from '#shared/protocol/envelope.ts';
import type { ProofCommand } from '#shared/protocol/proof.ts';
import '#db/side-tables/server.ts';

const READ_BATCH_COMMANDS = 200;

export interface ComparedProof {
  readonly known: number;
  readonly missing: number;
  /** In sentences for an administrator. */
  readonly problems: readonly string[];
}

/**
 * What is waiting may not have arrived; what was answered must be there, sealed and answered the same. What went over
 * into another history of its laptop was sealed anew: its contents must be the same.
 */
export async function compareProof(db: Reader, commands: readonly ProofCommand[]): Promise<ComparedProof> {
  const problems: string[] = [];
  let known = 0;
  for (let at = 0; at < commands.length; at += READ_BATCH_COMMANDS) {
    const batch = commands.slice(at, at + READ_BATCH_COMMANDS);
    const rows = await readStored(
      db,
      batch.map((each) => each.command.id),
    );
    known += rows.length;
    const byId = new Map(rows.map((row) => [row.commandId, row]));
    for (const { command, answer, incarnation } of batch) {
      const row = byId.get(command.id);
      if (!row && answer) problems.push(`command ${command.seq} was answered, and the server does not have it`);
      if (!row) continue;
      const isSame = row.incarnation === incarnation ? row.hash === command.hash : hasSameContents(row, command);
      if (!isSame) problems.push(`command ${command.seq} has another seal on the server`);
      if (answer && row.answerState !== answer.state) {
        problems.push(`command ${command.seq} is ${row.answerState} on the server, ${answer.state} here`);
      }
    }
  }
  return { known, missing: commands.length - known, problems };
}

type StoredCommand = Awaited<ReturnType<typeof readStored>>[number];

async function readStored(db: Reader, commandIds: readonly string[]) {
  return db
    .selectFrom('commandLog')
    .select(['commandId', 'deviceId', 'incarnation', 'hash', 'answerState'])
    .select(['name', 'version', 'args', 'userId', 'issuedAt', 'replaces'])
    .where('commandId', 'in', commandIds)
    .orderBy('commandId')
    .execute();
}

/** Everything that a seal covers but the number and what stood before. */
function hasSameContents(row: StoredCommand, command: CommandEnvelope): boolean {
  const { commandId: id, deviceId, name, version, userId, issuedAt, replaces } = row;
  const contents = { id, deviceId, name, version, userId, issuedAt, seq: 1, args: JSON.parse(row.args) };
  const stored = replaces === null ? contents : { ...contents, replaces };
  const { hash: _, ...sealed } = command;
  return chainHash('', stored) === chainHash('', { ...sealed, seq: 1 });
}
