// Which rejected commands are told with another, as the ledger shows them below the one that they hang on.
import { expect, it } from 'vitest';
import { commands } from '#shared/registry.ts';
import type { AuditedDevice } from '../contract.ts';
import type { DeviceImage } from './device-rows.ts';
import type { Issued } from './issued-ledger.ts';
import { checkPeople, checkUnshown, isToldWithAnother, type KnownCommand, knownUndone } from './people-told.ts';
import type { LoggedCommand } from './server-mirror.ts';

const issue = (commandId: string, name: string, args: unknown): KnownCommand => ({ commandId, name, args });
const rejected = (...commands: readonly KnownCommand[]) => ({
  finished: commands.map(({ commandId }) => ({
    ...{ commandId, answerState: 'rejected', answerReasons: '[]', answerVersion: 1, answeredAt: 0 },
    ...{ predicted: '{}', needsAttention: 0 },
  })),
});
const settle = (commandId: string, line: object) =>
  issue(commandId, 'sales.settleShortage', { orderId: 'order', lines: [line] });

it('a shortage of the substitute is told with the settling that would have brought the substitute (seed 352)', () => {
  const first = settle('1', { lineId: 'line', choice: 'substitute', substitute: { id: 'other line' } });
  const second = settle('2', { lineId: 'other line', choice: 'cutLine' });
  const image = rejected(first, second);
  expect(isToldWithAnother(second, image, [first, second])).toBe(true);
  expect(isToldWithAnother(first, image, [first, second])).toBe(false);
});

it('two settlings of one order are two decisions, and so are two orders', () => {
  const first = settle('1', { lineId: 'line', choice: 'cutLine' });
  const second = settle('2', { lineId: 'another', choice: 'wait' });
  expect(isToldWithAnother(second, rejected(first, second), [first, second])).toBe(false);
  const order = issue('3', 'sales.confirmOrder', { orderId: 'order' });
  const other = issue('4', 'sales.confirmOrder', { orderId: 'order 2' });
  expect(isToldWithAnother(other, rejected(order, other), [order, other])).toBe(false);
  expect(isToldWithAnother(first, rejected(order, first), [order, first])).toBe(true);
});

it('a person is told of with the territory that would have been theirs (seed 5001066)', () => {
  const territory = issue('1', 'admin.saveTerritory', { id: 'T', code: 'T6' });
  const person = issue('2', 'admin.addPerson', { userId: 'U', scopes: [{ id: 'S', scope: 'territory:T' }] });
  const image = rejected(territory, person);
  expect(isToldWithAnother(person, image, [territory, person])).toBe(true);
  expect(isToldWithAnother(territory, image, [territory, person])).toBe(false);
});

it('what is done to goods that came in is told with the receipt that brought them (seed 7000196)', () => {
  const line = { id: 'line', lotId: 'lot', serialId: null, productId: 'product' };
  const receipt = issue('1', 'inventory.receiveGoods', { receiptId: 'receipt', lines: [line] });
  const back = issue('2', 'inventory.reverseReceipt', { receiptId: 'receipt', reversalId: 'reversal' });
  const block = issue('3', 'inventory.blockLot', { lotId: 'lot', reason: 'recall' });
  const image = rejected(receipt, back, block);
  const known = [receipt, back, block];
  expect(known.map((command) => isToldWithAnother(command, image, known))).toEqual([false, true, true]);
  const other = issue('4', 'inventory.importProducts', { rows: [{ id: 'product' }] });
  expect(isToldWithAnother(other, rejected(receipt, other), [receipt, other])).toBe(false);
});

it('what is said of a difference is told with the paper that made it (seed 9400324)', () => {
  const transfer = issue('1', 'inventory.askTransfer', { transferId: 'T', lines: [] });
  const said = issue('2', 'inventory.explainFlag', { flagId: 'T:belowZero:P:C', explanation: 'counted' });
  const other = issue('3', 'inventory.explainFlag', { flagId: 'T2:belowZero:P:C', explanation: 'counted' });
  const known = [transfer, said, other];
  const image = rejected(...known);
  expect(known.map((command) => isToldWithAnother(command, image, known))).toEqual([false, true, false]);
});

/** Verdicts on an order of `north`, whose journal holds `here`, where the server has all of these. */
function toldOfOrder(here: readonly KnownCommand[], elsewhere: readonly KnownCommand[] = []): string[] {
  const [order] = here;
  const found: string[] = [];
  const image = { ...rejected(...here), pending: [] } as unknown as DeviceImage;
  const device = { key: 'north' } as AuditedDevice;
  const answer = { answerState: 'rejected', answerReasons: '[]', answeredAt: 0, userId: 'u' };
  const log = [...here, ...elsewhere].map((command) => ({
    ...command,
    ...answer,
    args: JSON.stringify(command.args),
  })) as unknown as LoggedCommand[];
  const mirror = { log, logged: (id: string) => log.find(({ commandId }) => commandId === id) };
  const issued = { ...order, device: 'north', userId: 'u', atMs: 0, foretold: [], isExcused: false } as Issued;
  checkPeople({ all: [issued] }, mirror, new Map([[device, image]]), new Set(), 0, (_, __, text) => found.push(text));
  return found;
}

it('an order is taken back by a command over which the device died, and which was there all the same (seed 224)', () => {
  const order = issue('1', 'sales.confirmOrder', { orderId: 'order' });
  const cancel = issue('2', 'sales.cancelOrder', { orderId: 'order' });
  expect(toldOfOrder([order, cancel])).toEqual([]);
  expect(toldOfOrder([order])).toEqual(['sales.confirmOrder 1 of north was rejected, and nobody is told']);
});

it('an order that its person took back on a copy of the laptop is decided on both (seeds 18000350 and 18002634)', () => {
  const order = issue('1', 'sales.confirmOrder', { orderId: 'order' });
  expect(toldOfOrder([order], [issue('2', 'sales.cancelOrder', { orderId: 'order' })])).toEqual([]);
  expect(toldOfOrder([order], [issue('2', 'sales.cancelOrder', { orderId: 'other' })])).toHaveLength(1);
});

it('a promotion that is ended before it was heard of is decided on (seed 50000128)', () => {
  const promotion = (replacesId: string | null) => issue('1', 'sales.savePromotion', { id: 'P', replacesId });
  const end = issue('2', 'sales.endPromotion', { promotionId: 'P' });
  const isTold = (first: KnownCommand) => isToldWithAnother(first, rejected(first), [first, end]);
  expect(isTold(promotion(null))).toBe(true);
  expect(isTold(promotion('before'))).toBe(false);
  expect(isTold(issue('1', 'sales.savePromotion', { id: 'another', replacesId: null }))).toBe(false);
});

it('the auditor knows of each command that can be taken back what takes it back', () => {
  const withdrawn = [...commands.values()].filter(({ withdraw }) => withdraw !== undefined).map(({ name }) => name);
  expect(withdrawn.filter((name) => !knownUndone.has(name))).toEqual([]);
});

it('what waits and has no effect on the screens calls its person, until he has seen it', () => {
  const mark = '{"reason":{"code":"device.replayBroke","params":{}}}';
  const said = (change: Partial<DeviceImage['pending'][number]>, acted: readonly string[] = []): string[] => {
    const waiting = { seq: 1, version: 1, userId: 'u', issuedAt: 1, answerReasons: null, predicted: '{}', args: '{}' };
    const row = { ...waiting, commandId: 'c', name: 'test.fragile', answerState: null, replayError: mark };
    const found: string[] = [];
    checkUnshown({ pending: [{ ...row, needsAttention: 0, ...change }] }, new Set(acted), 'north', (...finding) =>
      found.push(finding[2]),
    );
    return found;
  };
  expect(said({})).toEqual([`test.fragile c of north has no effect on the screens (${mark}), and nobody is told`]);
  expect(said({ answerState: 'failed' })).toHaveLength(1);
  expect(said({ needsAttention: 1 })).toEqual([]);
  expect(said({ replayError: null })).toEqual([]);
  expect(said({ answerState: 'applied' })).toEqual([]);
  expect(said({}, ['c'])).toEqual([]);
});
