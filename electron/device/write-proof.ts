/**
 * Writes the ledger as proof (shared/protocol/proof.ts). Guards: it is of one moment, while work goes on; it is read and
 * written in pieces; a file that could not be written whole is not left behind.
 */
import { createHash } from 'node:crypto';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { expressionBuilder } from 'kysely';
import type { Handle } from '#db/database.ts';
import type { Reason } from '#shared/kernel/refusal.ts';
import type { Tables } from '#shared/kernel/table.ts';
import { type ProofCommand, type ProofHead, proofEnd } from '#shared/protocol/proof.ts';
import type { DeviceContext } from './device-context.ts';
import { readChainEnd } from './outbox.ts';
import { sentColumns, toEnvelope } from './push-batch.ts';

const READ_BATCH_COMMANDS = 200;
const answerColumns = ['predicted', 'sentAt', 'answerState', 'answerReasons', 'answerVersion', 'answeredAt'] as const;

interface Place {
  readonly incarnation: string;
  readonly chainSeq: number;
}

/** @param head what the profile knows; the end of the chain is read with the commands */
export async function writeProof(
  context: Pick<DeviceContext, 'reader' | 'deviceId' | 'incarnation'>,
  head: Omit<ProofHead, 'kind' | 'version' | 'lastSeq' | 'lastHash' | 'incarnation' | 'deviceId'>,
  path: string,
): Promise<void> {
  const { deviceId, incarnation } = context;
  const file = openSync(path, 'w', 0o600);
  const digest = createHash('sha256');
  let commands = 0;
  const write = (line: unknown): void => {
    const text = `${JSON.stringify(line)}\n`;
    digest.update(text);
    writeSync(file, text);
  };
  try {
    await context.reader.kysely.transaction().execute(async (tx) => {
      const { seq: lastSeq, hash: lastHash } = await readChainEnd(tx);
      write({ kind: 'satchel-proof', version: 1, ...head, deviceId, incarnation, lastSeq, lastHash });
      for await (const command of readCommands(tx, deviceId, incarnation)) {
        commands += 1;
        write(command);
      }
    });
    writeSync(file, proofEnd(commands, digest.digest('hex')));
  } catch (error) {
    closeSync(file);
    rmSync(path, { force: true });
    throw error;
  }
  closeSync(file);
}

/** The journal by its histories, then what waits. */
async function* readCommands(tx: Handle, deviceId: string, incarnation: string): AsyncGenerator<ProofCommand> {
  let after: Place = { incarnation: '', chainSeq: 0 };
  for (;;) {
    const rows = await readFinished(tx, after, incarnation);
    for (const { chainSeq, replacedBy, droppedAt, incarnation: own, ...row } of rows) {
      yield { ...toProof({ ...row, seq: chainSeq }, deviceId, own), replacedBy, droppedAt };
    }
    const last = rows.at(-1);
    if (!last) break;
    after = last;
  }
  for (let seq = 0; ; ) {
    const rows = await tx
      .selectFrom('outbox')
      .select([...sentColumns, ...answerColumns])
      .where('seq', '>', seq)
      .orderBy('seq')
      .limit(READ_BATCH_COMMANDS)
      .execute();
    for (const row of rows) yield toProof(row, deviceId, incarnation);
    const last = rows.at(-1);
    if (!last) break;
    seq = last.seq;
  }
}

/** What was answered elsewhere stands where it was sealed: in the present history, before it is left for that. */
function readFinished(tx: Handle, after: Place, present: string) {
  const where = expressionBuilder<Tables, 'commandJournal'>();
  const sealedAt = where.case().when('incarnation', '=', present).then(where.fn.coalesce('chainSeq', 'seq'));
  const place = sealedAt.else(where.ref('chainSeq')).end();
  return tx
    .selectFrom('commandJournal')
    .select([...sentColumns, ...answerColumns, 'incarnation', 'replacedBy', 'droppedAt', place.as('chainSeq')])
    .where((eb) =>
      eb.or([
        eb('incarnation', '>', after.incarnation),
        eb.and([eb('incarnation', '=', after.incarnation), eb(place, '>', after.chainSeq)]),
      ]),
    )
    .where(place, 'is not', null)
    .orderBy('incarnation')
    .orderBy(place)
    .limit(READ_BATCH_COMMANDS)
    .$narrowType<{ chainSeq: number }>()
    .execute();
}

type ProofRow = Parameters<typeof toEnvelope>[0] & {
  readonly predicted: string;
  readonly sentAt: number | null;
  readonly answerState: 'applied' | 'adjusted' | 'rejected' | 'failed' | null;
  readonly answerReasons: string | null;
  readonly answerVersion: number | null;
  readonly answeredAt: number | null;
};

function toProof(row: ProofRow, deviceId: string, incarnation: string): ProofCommand {
  const reasonsOf = (text: string | null): ProofCommand['foretold'] =>
    JSON.parse(text ?? '[]') as Reason[] as ProofCommand['foretold'];
  const { predicted, sentAt, answerState, answerReasons, answerVersion, answeredAt } = row;
  const answer =
    answerState === null
      ? null
      : { state: answerState, reasons: reasonsOf(answerReasons), companyVersion: answerVersion, answeredAt };
  return {
    kind: 'command',
    incarnation,
    command: toEnvelope(row, deviceId),
    foretold: (JSON.parse(predicted) as { reasons: ProofCommand['foretold'] }).reasons,
    sentAt,
    answer,
    replacedBy: null,
    droppedAt: null,
  };
}
