/** Mistakes in what a warehouse does: they leave rows that look well, and are other ones than the rules give. */
import type { PlantedBug } from '../contract.ts';

const inventory = 'shared/domains/inventory';
const takeReserved = `${inventory}/take-reserved.ts`;

const counting = ['inventory.startCount', 'inventory.recordCount', 'inventory.postCount', 'inventory.moveStock'];

export const warehouseBugs: readonly PlantedBug[] = [
  {
    name: 'lastToExpireFirst',
    mistake: 'shelves are emptied along the way, whatever lot is past its day first',
    file: `${inventory}/rules/allocation.ts`,
    original: 'compareForIssue(dates(a), dates(b)) ||',
    mistaken: '',
  },
  {
    name: 'shippedStaysReserved',
    mistake: 'what an order held back stays held back when it has left',
    file: takeReserved,
    original: '    await shrink(row, taken);\n',
    mistaken: '',
  },
  {
    name: 'listsKeepWhatIsSent',
    mistake: 'pick lists go on taking what was sent without them',
    file: takeReserved,
    original: '  await trimPicks(tx, { orderId, orderLineId, warehouseId }, leftHere, context);\n',
    mistaken: '',
  },
  {
    name: 'countedAgainstNow',
    wanted: counting,
    mistake: 'a count is held against the books of now, not of the instant in which the shelf was counted',
    file: `${inventory}/rules/count-difference.ts`,
    original: '(each.occurredAt > countedAt ? sum - each.quantity : sum)',
    mistaken: '(each.occurredAt > countedAt ? sum : sum)',
  },
  {
    name: 'quotaNeverUsedUp',
    wanted: ['inventory.grantQuota', 'sales.confirmOrder'],
    mistake: 'what a person held back for himself is promised to him again and again',
    file: `${inventory}/promise-stock.ts`,
    original: 'const used = Math.min(left, wanted);',
    mistaken: 'const used = 0 * Math.min(left, wanted);',
  },
  {
    name: 'numberedPieceStaysBehind',
    mistake: 'the books do not follow a numbered piece to where it went',
    file: `${inventory}/post-movements.ts`,
    original: '    if (isLate) continue;\n',
    mistaken: '    if (isLate || !isIn) continue;\n',
  },
  {
    name: 'unfitStaysOnSale',
    wanted: ['inventory.releaseOrders', 'inventory.recordPick'],
    mistake: 'what a picker found damaged, expired or blocked is told of and stays on sale',
    file: `${inventory}/set-apart.ts`,
    original: "locationId: null, condition: 'quarantine', quantity }",
    mistaken: "locationId: null, condition: 'saleable', quantity }",
  },
];
