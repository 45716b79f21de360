/**
 * What waits for somebody's word, and what became of it (R9, R57): one row for each time that it was asked. Guards:
 * - of one document and one kind at most one word is asked or stands at a time: who asks anew voids what was before;
 * - an id says what it is about (`<document>:<kind>:<round>`), so that device and server make the same row;
 * - what was decided is never changed into another decision: it is voided, and asked anew.
 */
import type { Insertable } from 'kysely';
import type { WriteContext } from '../../kernel/command.ts';
import { calendarDateAt, type Instant } from '../../kernel/instants.ts';
import { insertRows, prepareQuery } from '../../kernel/prepared.ts';
import { decisionOf, type Reason } from '../../kernel/refusal.ts';
import type { Row, Tables, Tx } from '../../kernel/table.ts';
import { companySettings, limitOf, userName } from './api.ts';
import type { LimitKind } from './model.ts';
import { type Decider, type MayDecide, stillBinds, whoDecides } from './rules/who-decides.ts';

export type Approval = Row<'approvals'>;

type Decided =
  | 'state'
  | 'decidedAt'
  | 'decidedBy'
  | 'decidedByName'
  | 'onBehalfOf'
  | 'decisionNote'
  | 'byCode'
  | 'validUntil'
  | 'codeCheckedAt'
  | 'wrongCodes';
type Audit = 'createdAt' | 'createdBy' | 'updatedAt' | 'updatedBy' | 'deletedAt';

/** What somebody asks for. */
export interface Asking
  extends Omit<
    Insertable<Tables['approvals']>,
    'id' | 'reasons' | 'askedAt' | 'askedBy' | 'askedByName' | Decided | Audit
  > {
  readonly reasons: readonly Reason[];
}

/** Asks for the first time about a document that is only being made: nothing has to be read. */
export async function askFirst(tx: Tx, asking: Asking, context: WriteContext): Promise<void> {
  await insertWord(tx, asking, 1, context);
}

/** Asks: voids what was asked or said before about the same, and opens another round. @returns its id */
export async function askApproval(tx: Tx, asking: Asking, context: WriteContext): Promise<string> {
  const before = (await wordsOf(tx, asking.documentId)).filter(({ kind }) => kind === asking.kind);
  for (const { id } of before.filter(({ state }) => state === 'asked' || state === 'approved')) {
    await setWord(tx, id, { state: 'voided' }, context);
  }
  // A device may hold the later rounds alone: earlier ones are seen with the customer whom they were asked about.
  return insertWord(tx, asking, Math.max(0, ...before.map(roundOf)) + 1, context);
}

const roundOf = ({ id }: Pick<Approval, 'id'>): number => Number(id.slice(id.lastIndexOf(':') + 1));

/**
 * After a document changed (R9): what was asked or said about it is void where what it binds is another now, and is asked
 * anew; where there is something new to ask, it is asked.
 * @param asking how the document stands now; `reasons` only those that are new
 * @param held whether it was on hold
 * @param rules `staysNeeded`: what was approved once needs a word for as long as it is not as it was then; `concerns`
 * whether an earlier reason still speaks of something that is there
 * @returns whether it is on hold now
 */
export async function reviseWord(
  tx: Tx,
  asking: Asking,
  held: 0 | 1,
  rules: { readonly staysNeeded: boolean; readonly concerns: (reason: Reason) => boolean },
  context: WriteContext,
): Promise<0 | 1> {
  const standing = (await wordsOf(tx, asking.documentId)).find(
    ({ kind, state }) => kind === asking.kind && (state === 'asked' || state === 'approved'),
  );
  const isNew = asking.reasons.length > 0;
  if (!standing) {
    if (!isNew) return held;
    await askApproval(tx, asking, context);
    return 1;
  }
  if (!isNew && stillBinds(standing, asking)) return held;
  if (!isNew && standing.state === 'approved' && !rules.staysNeeded) {
    await setWord(tx, standing.id, { state: 'voided' }, context);
    return held;
  }
  const reasons = [...readReasons(standing).filter(rules.concerns), ...asking.reasons];
  await askApproval(tx, { ...asking, reasons, note: asking.note ?? standing.note }, context);
  return 1;
}

async function insertWord(tx: Tx, asking: Asking, round: number, context: WriteContext): Promise<string> {
  const id = `${asking.documentId}:${asking.kind}:${round}`;
  await insertRows(tx, 'approvals', [
    {
      id,
      ...asking,
      state: 'asked',
      reasons: storedReasons(asking.reasons),
      askedAt: context.now,
      askedBy: context.actor.userId,
      askedByName: (await userName(tx, context.actor.userId)) ?? '',
      decidedAt: null,
      decidedBy: null,
      decidedByName: null,
      onBehalfOf: null,
      decisionNote: null,
      byCode: 0,
      validUntil: null,
      codeCheckedAt: null,
      wrongCodes: 0,
      ...context.created(),
    },
  ]);
  return id;
}

/** Codes with what decides of their parameters, in the order of the names, so that every side stores the same text. */
function storedReasons(reasons: readonly Reason[]): string {
  return JSON.stringify(
    reasons.map(decisionOf).map(({ code, params }) => ({
      code,
      params: Object.fromEntries(Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1))),
    })),
  );
}

/** The reasons of a word as they were stored. */
export function readReasons(word: Pick<Approval, 'reasons'>): readonly Reason[] {
  return JSON.parse(word.reasons) as readonly Reason[];
}

/** Voids every word about a document that is asked or stands: it is over with the document. */
export async function voidApprovals(tx: Tx, documentId: string, context: WriteContext): Promise<void> {
  await voidStanding(tx, { documentId, ...context.updated() });
}

const voidStanding = prepareQuery((tx, given: { documentId: string; updatedAt: number; updatedBy: string }) =>
  tx
    .updateTable('approvals')
    .set({ state: 'voided', updatedAt: given.updatedAt, updatedBy: given.updatedBy })
    .where('documentId', '=', given.documentId)
    .where('state', 'in', ['asked', 'approved'])
    .where('deletedAt', 'is', null),
);

/** Every word about a document, in the order of asking. */
export async function wordsOf(tx: Tx, documentId: string): Promise<Approval[]> {
  return tx
    .selectFrom('approvals')
    .selectAll()
    .where('documentId', '=', documentId)
    .where('deletedAt', 'is', null)
    .orderBy('askedAt')
    .orderBy('id')
    .execute();
}

/** A word by its id; undefined where this database does not hold it. */
export async function approvalById(tx: Tx, id: string): Promise<Approval | undefined> {
  return tx.selectFrom('approvals').selectAll().where('id', '=', id).where('deletedAt', 'is', null).executeTakeFirst();
}

/** Writes what was decided, or noted, about a word. */
export async function setWord(
  tx: Tx,
  id: string,
  change: Partial<Pick<Approval, Decided | 'note'>>,
  context: WriteContext,
): Promise<void> {
  await tx
    .updateTable('approvals')
    .set({ ...change, ...context.updated() })
    .where('id', '=', id)
    .execute();
}

/**
 * Whether somebody may decide about a word now, and in whose name: by the right and the limit of his own, or of whom he
 * stands in for today.
 * @param madeBy who took the document
 */
export async function mayDecide(
  tx: Tx,
  word: Pick<Approval, 'kind' | 'limitKind' | 'limitValue' | 'askedBy'>,
  { userId, madeBy }: { readonly userId: string; readonly madeBy: string },
  now: Instant,
): Promise<MayDecide> {
  const settings = await companySettings(tx);
  const today = calendarDateAt(now, settings['company.utcOffsetMinutes']);
  const self = await decider(tx, userId, word.limitKind);
  const away: Decider[] = [];
  for (const { userId: principal } of await awayWith(tx, { deputyId: userId, today })) {
    away.push(await decider(tx, principal, word.limitKind));
  }
  return whoDecides({ ...word, madeBy }, self, away);
}

async function decider(tx: Tx, userId: string, kind: LimitKind): Promise<Decider> {
  const rights = await rightsOfUser(tx, { userId });
  return {
    userId,
    rights: new Set(rights.map(({ permission }) => permission)),
    limit: await limitOf(tx, userId, kind),
  };
}

const awayWith = prepareQuery((tx, given: { deputyId: string; today: string }) =>
  tx
    .selectFrom('absences')
    .select('userId')
    .where('deputyId', '=', given.deputyId)
    .where('startsOn', '<=', given.today)
    .where('endsOn', '>=', given.today)
    .where('deletedAt', 'is', null)
    .orderBy('userId')
    .orderBy('id'),
);

const rightsOfUser = prepareQuery((tx, given: { userId: string }) =>
  tx
    .selectFrom('users')
    .innerJoin('roles', 'roles.id', 'users.roleId')
    .innerJoin('rolePermissions', 'rolePermissions.roleId', 'roles.id')
    .select('rolePermissions.permission')
    .where('users.id', '=', given.userId)
    .where('users.active', '=', 1)
    .where('users.deletedAt', 'is', null)
    .where('roles.deletedAt', 'is', null)
    .where('rolePermissions.deletedAt', 'is', null)
    .orderBy('rolePermissions.permission'),
);

/** What somebody's spoken codes are made from; null where this database does not hold it: it is not the office's. */
export async function approvalSecret(tx: Tx, userId: string): Promise<string | null> {
  const row = await tx
    .selectFrom('approvalSecrets')
    .select('secret')
    .where('id', '=', userId)
    .where('deletedAt', 'is', null)
    .executeTakeFirst();
  return row?.secret ?? null;
}
