/** A tally that is done becomes commands: a hundred lines each, so that none is too large to be sent. */
import {
  spreadOverPaper,
  type TallyLine,
  type TallyMode,
  type TallyState,
} from '#shared/domains/inventory/rules/tally.ts';
import type { CommandReply } from '#shared/protocol/bridge.ts';
import { bridge } from '../../../../app/bridge.ts';
import type { TallyPaper } from './tally-paper.ts';

const MOST_LINES = 100;

interface Recording {
  readonly mode: TallyMode;
  readonly documentId: string;
  readonly paper: TallyPaper;
  readonly state: TallyState;
  /** By the clock that the server corrected. */
  readonly at: number;
}

/** @returns the numbers of the papers that were made, or the refusal that ended it */
export async function recordTally(recording: Recording): Promise<{ numbers: string[] } | CommandReply> {
  const { mode, state, paper } = recording;
  const parts = spreadOverPaper(state.lines, paper.lines);
  const numbers: string[] = [];
  const lots = new Map<string, string>();
  for (let from = 0; from < parts.length; from += MOST_LINES) {
    const step = parts.slice(from, from + MOST_LINES);
    const made = await commandOf(recording, step, lots);
    if (made.number !== null) numbers.push(made.number);
    const reply = await bridge().command(made.name, made.args);
    if (reply.state === 'rejected') return reply;
  }
  return { numbers: mode === 'receive' ? numbers : [paper.number] };
}

type Part = ReturnType<typeof spreadOverPaper<TallyLine>>[number];

async function commandOf(
  { mode, documentId, paper, at }: Recording,
  parts: readonly Part[],
  lots: Map<string, string>,
): Promise<{ readonly name: string; readonly args: unknown; readonly number: string | null }> {
  const ids = [...(await bridge().newIds(4 * parts.length + 1))];
  const next = () => ids.pop() ?? '';
  const { warehouseId, supplierId, purchaseOrderId } = paper;
  const where = ({ lotId, serialId, locationId }: TallyLine) => ({ lotId, serialId, locationId });
  if (mode === 'receive') {
    const number = await bridge().nextNumber('receipt');
    const lotIdOf = ({ productId, lotId, lotCode }: TallyLine) => {
      if (lotId !== null || lotCode === null) return lotId;
      const key = `${productId}\n${lotCode}`;
      const known = lots.get(key) ?? next();
      lots.set(key, known);
      return known;
    };
    const lines = parts.map(({ line, paperLineId: purchaseOrderLineId, quantity }) => ({
      ...{ id: next(), movementId: next(), productId: line.productId, purchaseOrderLineId, quantity },
      ...{ lotId: lotIdOf(line), lotCode: line.lotCode, expiresOn: line.expiresOn, locationId: line.locationId },
      serialId: line.serialId ?? (line.serialCode === null ? null : next()),
      serialCode: line.serialCode,
      condition: line.rejectReason === null ? 'saleable' : 'quarantine',
      rejectReason: line.rejectReason,
    }));
    const head = { receiptId: next(), number, warehouseId, purchaseOrderId, supplierId, deliveryNote: null };
    return { name: 'inventory.receiveGoods', args: { ...head, receivedAt: at, note: null, lines }, number };
  }
  if (mode === 'putAway') {
    const moves = parts.map(({ line, quantity }) => ({
      ...{ outId: next(), inId: next(), productId: line.productId, warehouseId, quantity, lotId: line.lotId },
      ...{ serialId: line.serialId, fromLocationId: null, toLocationId: line.locationId },
      ...{ fromCondition: 'saleable', toCondition: line.rejectReason === null ? 'saleable' : 'quarantine' },
    }));
    return { name: 'inventory.moveStock', args: { movedAt: at, number: null, moves }, number: null };
  }
  if (mode === 'count') {
    const lines = parts.map(({ line: { productId, lotId, locationId, at: countedAt }, quantity: counted }) => ({
      ...{ productId, lotId, locationId, counted, countedAt },
    }));
    return { name: 'inventory.recordCount', args: { countId: documentId, lines }, number: null };
  }
  const lines = parts.flatMap(({ line, paperLineId: lineId, quantity }) => {
    if (lineId === null) return [];
    const goods = { lineId, movementId: next(), ...where(line), quantity };
    return mode === 'send'
      ? [goods]
      : [{ ...goods, condition: line.rejectReason === null ? 'saleable' : 'quarantine' }];
  });
  const [name, when] = mode === 'send' ? ['send', 'sentAt'] : ['receive', 'receivedAt'];
  return {
    name: `inventory.${name}Transfer`,
    args: { transferId: documentId, [when as string]: at, lines },
    number: null,
  };
}
