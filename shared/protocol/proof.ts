/**
 * The ledger of a device as a file that proves what was sent and received: JSON lines, a head, one line a command in the
 * order of its chain, an end. What it proves: every command stands as its device made it, in the order in which it was
 * made, with none left out between the first and the last of a history, since each seal (hash) covers the command and
 * the seal before; and whatever the server has stored under the same seal is the same command. What it does not prove
 * by itself: that the last commands were not cut off before it was written, that the clock of the device was right, who
 * sat before it, and what the answers were; the server's database decides those (`npm run check-proof -- FILE
 * --database …`). A whole file made up anew has a chain too: only the server's seals tell it from the true one.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { z } from 'zod';
import { idSchema } from '../kernel/ids.ts';
import { instantSchema } from '../kernel/instants.ts';
import { chainHash, commandEnvelopeSchema, GENESIS_HASH, hashSchema } from './envelope.ts';
import { reasonSchema } from './sync.ts';

const proofHeadSchema = z.strictObject({
  kind: z.literal('satchel-proof'),
  version: z.literal(1),
  company: z.string(),
  server: z.string(),
  deviceId: idSchema,
  deviceCode: z.string(),
  /** The history that the device is in now; commands of earlier ones name theirs. */
  incarnation: idSchema,
  userId: idSchema,
  userName: z.string(),
  exportedAt: instantSchema,
  lastSeq: z.int().min(0),
  lastHash: hashSchema,
});
export type ProofHead = z.infer<typeof proofHeadSchema>;

const proofCommandSchema = z.strictObject({
  kind: z.literal('command'),
  incarnation: idSchema,
  command: commandEnvelopeSchema,
  /** What the device told its person when the command was made. */
  foretold: z.array(reasonSchema),
  sentAt: instantSchema.nullable(),
  answer: z
    .strictObject({
      state: z.enum(['applied', 'adjusted', 'rejected', 'failed']),
      reasons: z.array(reasonSchema),
      companyVersion: z.int().nullable(),
      answeredAt: instantSchema.nullable(),
    })
    .nullable(),
  replacedBy: idSchema.nullable(),
  droppedAt: instantSchema.nullable(),
});
export type ProofCommand = z.infer<typeof proofCommandSchema>;

const proofEndSchema = z.strictObject({ kind: z.literal('end'), commands: z.int().min(0), digest: hashSchema });

export interface ProofHistory {
  readonly incarnation: string;
  readonly fromSeq: number;
  readonly toSeq: number;
  /** It begins with the first command of the history, so that nothing before it is left out. */
  readonly isFromStart: boolean;
}

export interface ProofReport {
  /** Nothing in it contradicts its seals. */
  readonly isWhole: boolean;
  readonly head: ProofHead | null;
  readonly commands: readonly ProofCommand[];
  /** Stretches without a gap: commands older than 90 days leave the device. */
  readonly histories: readonly ProofHistory[];
  /** What is wrong, in sentences for an administrator. */
  readonly problems: readonly string[];
}

/** The last line over all lines before it. @param text the lines, each with its end */
export function proofEnd(commands: number, digest: string): string {
  return `${JSON.stringify({ kind: 'end', commands, digest })}\n`;
}

/** Recomputes the chain of a proof. @param text the whole file */
export function checkProof(text: string): ProofReport {
  const problems: string[] = [];
  const lines = text.split('\n').filter((line) => line !== '');
  const parsed = lines.map((line, at) => {
    const value = parseLine(line);
    if (!value) problems.push(`line ${at + 1} cannot be read`);
    return value;
  });
  const head = parsed[0]?.kind === 'satchel-proof' ? parsed[0] : null;
  const end = parsed.at(-1)?.kind === 'end' ? parsed.at(-1) : null;
  const commands = parsed.flatMap((value) => (value?.kind === 'command' ? [value] : []));
  if (!head) problems.push('the head is missing');
  if (end?.kind !== 'end') problems.push('the end is missing: the file was cut');
  else {
    if (end.commands !== commands.length)
      problems.push(`${end.commands} commands were written, ${commands.length} are here`);
    const covered = text.slice(0, text.lastIndexOf('{"kind":"end"'));
    if (bytesToHex(sha256(utf8ToBytes(covered))) !== end.digest) problems.push('the file is not as it was written');
  }
  const histories = checkChains(commands, problems);
  checkLast(head, commands, problems);
  return { isWhole: problems.length === 0, head, commands, histories, problems };
}

function parseLine(line: string): ProofHead | ProofCommand | z.infer<typeof proofEndSchema> | null {
  try {
    const value: unknown = JSON.parse(line);
    return z.union([proofCommandSchema, proofHeadSchema, proofEndSchema]).parse(value);
  } catch {
    return null;
  }
}

function checkChains(commands: readonly ProofCommand[], problems: string[]): ProofHistory[] {
  const stretches: { incarnation: string; fromSeq: number; toSeq: number; isFromStart: boolean }[] = [];
  let before: ProofCommand | null = null;
  for (const each of commands) {
    const { seq, hash, ...rest } = each.command;
    const follows = before?.incarnation === each.incarnation && before.command.seq + 1 === seq;
    const previous = follows ? before?.command.hash : seq === 1 ? GENESIS_HASH : undefined;
    if (previous !== undefined && chainHash(previous, { ...rest, seq }) !== hash) {
      problems.push(`command ${seq} is not as it was sealed, or one before it was changed`);
    }
    const last = stretches.at(-1);
    if (follows && last) last.toSeq = seq;
    else stretches.push({ incarnation: each.incarnation, fromSeq: seq, toSeq: seq, isFromStart: seq === 1 });
    before = each;
  }
  return stretches;
}

function checkLast(head: ProofHead | null, commands: readonly ProofCommand[], problems: string[]): void {
  if (!head || head.lastSeq === 0) return;
  const last = commands.findLast((each) => each.incarnation === head.incarnation)?.command;
  // Everything that was ever sealed here may have left the device after 90 days.
  if (last && (last.seq !== head.lastSeq || last.hash !== head.lastHash)) {
    problems.push(`the chain ended with command ${head.lastSeq}, which is not the last one here`);
  }
}
