/** What people ask, say and read out about orders that are on hold, also too late, twice, and by whom it is not. */
import type { CommandGenerator, GeneratorView } from '../../kernel/simulation.ts';
import type { Row } from '../../kernel/table.ts';

const HOUR_MS = 3_600_000;
const kinds = ['discount', 'credit'] as const;

export const generators: readonly CommandGenerator[] = [
  { name: 'sales.askApproval', weight: 2, roles: ['rep', 'manager'], make: askForWord },
  {
    name: 'admin.decideApproval',
    weight: 5,
    roles: ['manager', 'administrator'],
    make: (view) => decide(view, ['asked']),
  },
  // Decided already, voided by a change, or one's own.
  {
    name: 'admin.decideApproval any',
    weight: 1,
    make: (view) => decide(view, ['asked', 'approved', 'refused', 'voided']),
  },
  { name: 'sales.enterApprovalCode', weight: 2, roles: ['rep', 'manager'], make: enterCode },
];

function heldOrders({ db, random }: GeneratorView): Promise<{ id: string; creditHold: number }[]> {
  return db
    .selectFrom('orders')
    .select(['id', 'creditHold'])
    .where('state', '=', 'open')
    .$if(!random.chance(15), (query) =>
      query.where((eb) => eb.or([eb('creditHold', '=', 1), eb('approvalHold', '=', 1)])),
    )
    .orderBy('id')
    .execute();
}

async function askForWord(view: GeneratorView) {
  const { random } = view;
  const [order] = random.some(await heldOrders(view), 1);
  if (!order) return null;
  const note = random.chance(60) ? `老客户，月底结清 ${random.between(1, 9)}` : null;
  return { name: 'sales.askApproval', args: { orderId: order.id, kind: random.oneOf(kinds), note } };
}

async function decide(view: GeneratorView, states: readonly Row<'approvals'>['state'][]) {
  const { random, db, now } = view;
  const words = await db
    .selectFrom('approvals')
    .select(['id', 'kind'])
    .where('state', 'in', states)
    .orderBy('id')
    .execute();
  const [word] = random.some(words, 1);
  if (!word) return null;
  const isTimed = word.kind === 'credit' ? !random.chance(5) : random.chance(5);
  const args = {
    approvalId: random.chance(3) ? `${view.newId()}:discount:1` : word.id,
    decision: random.chance(75) ? 'approve' : 'refuse',
    reason: random.oneOf(['同意', '价格太低', '先收一半货款']),
    validUntil: isTimed ? now + random.between(-2, 24 * 7) * HOUR_MS : null,
  };
  return { name: 'admin.decideApproval', args: { ...args, validUntil: args.validUntil } };
}

/** Misheard nearly always: only the approver's own device could say the right one. */
async function enterCode(view: GeneratorView) {
  const { random, db, now } = view;
  const [order] = random.some(await heldOrders(view), 1);
  const [approver] = random.some(await db.selectFrom('users').select('id').orderBy('id').execute(), 1);
  if (!order || !approver) return null;
  const end = (Math.ceil(now / HOUR_MS) + random.between(-1, 6)) % 100;
  const proof = random.between(0, 99_999_999);
  const args = {
    orderId: order.id,
    kind: order.creditHold === 1 ? 'credit' : 'discount',
    approverId: approver.id,
    code: `${String(end).padStart(2, '0')}${String(proof).padStart(8, '0')}`,
  };
  return { name: 'sales.enterApprovalCode', args };
}
