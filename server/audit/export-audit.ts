/**
 * The audit as a file. csv: what a search finds, a line for each change. proof: all commands of one history of a device,
 * as it would export them itself (shared/protocol/proof.ts), for `npm run check-proof`. Guards:
 * - nothing is in a file that its reader may not search for; a proof holds arguments whole, so that only those get one
 *   who see the whole company;
 * - what a cell begins with never makes a formula of it.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Id } from '#shared/kernel/ids.ts';
import { AUDIT_PAGE_LIMIT, type AuditEntry, type AuditExport, type AuditFile } from '#shared/protocol/audit.ts';
import type { CommandEnvelope } from '#shared/protocol/envelope.ts';
import { type ProofCommand, type ProofHead, proofEnd } from '#shared/protocol/proof.ts';
import type { House } from '../house.ts';
import { HttpRefusal } from '../http/http-refusal.ts';
import '#shared/kernel/tables.ts';
import { readAuditView } from './audit-view.ts';
import { searchAudit } from './search-audit.ts';

/** Entries of a CSV, and commands of a proof: what stays within an answer. */
const LIMIT_ENTRIES = 5_000;
const LIMIT_COMMANDS = 10_000;

/** @throws HttpRefusal `auth.notPermitted`, `audit.unknownDevice` */
export async function exportAudit(house: House, userId: Id, asked: AuditExport): Promise<AuditFile> {
  const { kind, ...filter } = asked;
  if (kind === 'proof') return exportProof(house, userId, asked.deviceCode);
  const lines: CellValue[][] = [header];
  let before: number | null = null;
  let entries = 0;
  do {
    const page = await searchAudit(house, userId, { ...filter, before, limitRows: AUDIT_PAGE_LIMIT });
    lines.push(...page.entries.flatMap(linesOf));
    entries += page.entries.length;
    before = page.next;
  } while (before !== null && entries < LIMIT_ENTRIES);
  const text = lines.map((cells) => cells.map(cellText).join(',')).join('\r\n');
  // The mark by which spreadsheets know UTF-8.
  return { name: 'satchel-audit.csv', text: `\ufeff${text}\r\n`, isCut: before !== null };
}

const header: CellValue[] = [
  'version',
  'time',
  'received',
  'person',
  'device',
  'command',
  'document',
  'party',
  'amountMinor',
  'currency',
  'answer',
  'table',
  'row',
  'rowId',
  'column',
  'before',
  'after',
  'approvedBy',
  'approvedAt',
  'byCode',
  'reason',
];

type CellValue = string | number | null;

function linesOf(entry: AuditEntry): CellValue[][] {
  const { version, at, receivedAt, userName, userId, deviceCode, name, document, party, amountMinor, currency } = entry;
  const decided = entry.approvals.filter(({ decidedAt }) => decidedAt !== null);
  const start = [version, timeText(at), timeText(receivedAt), userName ?? userId, deviceCode, name, document, party];
  const facts = [amountMinor, currency, entry.state];
  const end = [
    decided.map(({ decidedByName }) => decidedByName).join('; '),
    decided.map(({ decidedAt }) => timeText(decidedAt)).join('; '),
    decided.map(({ byCode }) => (byCode ? 'yes' : 'no')).join('; '),
    [entry.note, ...decided.map(({ decisionNote, note }) => decisionNote ?? note ?? '')]
      .filter((why) => why !== undefined)
      .join('; '),
  ];
  if (entry.changes.length === 0) return [[...start, ...facts, null, null, null, null, null, null, ...end]];
  return entry.changes.map(({ table, rowName, rowId, column, was, became }) => [
    ...start,
    ...facts,
    ...[table, rowName, rowId, column, was, became],
    ...end,
  ]);
}

const timeText = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

function cellText(value: CellValue): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const plain = /^[=+\-@\t\r]/.test(value) && !/^-?\d+(\.\d+)?$/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

async function exportProof(house: House, userId: Id, code: string | null): Promise<AuditFile> {
  const db = house.database.kysely;
  const view = await readAuditView(db, userId);
  if (view.scopes !== null) throw new HttpRefusal('auth.notPermitted');
  const device = await db
    .selectFrom('devices')
    .innerJoin('users', 'users.id', 'devices.userId')
    .select(['devices.id', 'devices.incarnation', 'devices.code', 'devices.lastSeq', 'devices.lastHash'])
    .select(['devices.userId', 'users.name as userName'])
    .where('devices.code', '=', (code ?? '').toUpperCase())
    .executeTakeFirst();
  if (!device) throw new HttpRefusal('audit.unknownDevice', { code: code ?? '' });
  const company = await db.selectFrom('settings').select('value').where('id', '=', 'company.name').executeTakeFirst();
  const rows = await db
    .selectFrom('commandLog')
    .selectAll()
    .where('deviceId', '=', device.id)
    .where('incarnation', '=', device.incarnation)
    .orderBy('seq', 'desc')
    .limit(LIMIT_COMMANDS + 1)
    .execute();
  const isCut = rows.length > LIMIT_COMMANDS;
  const head: ProofHead = {
    kind: 'satchel-proof',
    version: 1,
    company: company?.value ?? '',
    server: '',
    deviceId: device.id,
    deviceCode: device.code,
    incarnation: device.incarnation,
    userId: device.userId,
    userName: device.userName,
    exportedAt: house.world.clock.now(),
    lastSeq: device.lastSeq,
    lastHash: device.lastHash,
  };
  const commands = rows
    .slice(0, LIMIT_COMMANDS)
    .reverse()
    .map((row): ProofCommand => {
      const { name, version, deviceId, seq, issuedAt, hash, replaces } = row;
      const args = JSON.parse(row.args) as CommandEnvelope['args'];
      return {
        kind: 'command',
        incarnation: row.incarnation,
        command: {
          ...{ id: row.commandId, name, version, args, deviceId, seq, userId: row.userId, issuedAt, hash },
          ...(replaces === null ? {} : { replaces }),
        },
        foretold: [],
        sentAt: null,
        answer: {
          state: row.answerState,
          reasons: JSON.parse(row.answerReasons),
          companyVersion: row.companyVersion,
          answeredAt: row.answeredAt,
        },
        replacedBy: null,
        droppedAt: null,
      };
    });
  const body = [head, ...commands].map((line) => `${JSON.stringify(line)}\n`).join('');
  const text = body + proofEnd(commands.length, bytesToHex(sha256(utf8ToBytes(body))));
  return { name: `satchel-${device.code}.jsonl`, text, isCut };
}
