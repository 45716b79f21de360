// A fact that is in the ledger already is not booked again: a device that was put back behind it hears of it from the server
// before its queue comes to it once more (R100); on both databases.
import { expect, it } from 'vitest';
import { makeCompany, NOW, newId, type TestCompany } from '../../../tests/support/company.ts';
import { eachDatabase } from '../../../tests/support/databases.ts';
import { ONE_UNIT } from '../../kernel/money.ts';
import { moveStock, scrapStock } from './move-stock.ts';
import { askTransfer, receiveTransfer, sendTransfer } from './transfer-goods.ts';

const u = (pieces: number) => pieces * ONE_UNIT;
const plain = { lotId: null, serialId: null };

async function askFor(company: TestCompany, pieces: number) {
  const [transferId, lineId] = [newId(), newId()];
  const ways = { fromWarehouseId: company.warehouseId, toWarehouseId: company.otherWarehouseId };
  const lines = [{ id: lineId, productId: company.mug.id, lotId: null, quantity: u(pieces) }];
  await company.run(askTransfer, { transferId, number: 'TR-K7-000001', ...ways, dueOn: null, note: null, lines });
  const goods = { lineId, ...plain, locationId: null, quantity: u(pieces) };
  return { transferId, goods };
}

const facts = {
  'inventory.moveStock': async (company: TestCompany) => {
    const where = { warehouseId: company.warehouseId, fromLocationId: null, toLocationId: null };
    const way = { fromCondition: 'saleable', toCondition: 'quarantine' };
    const goods = { productId: company.mug.id, quantity: u(5), ...plain };
    const moves = [{ outId: newId(), inId: newId(), ...goods, ...where, ...way }];
    return { command: moveStock, args: { movedAt: NOW, number: null, moves } };
  },
  'inventory.scrapStock': async (company: TestCompany) => {
    const line = { movementId: newId(), productId: company.mug.id, ...plain, locationId: null };
    const lines = [{ ...line, condition: 'saleable', quantity: u(5) }];
    const head = { scrapId: newId(), number: null, warehouseId: company.warehouseId, scrappedAt: NOW, reason: '破损' };
    return { command: scrapStock, args: { ...head, lines } };
  },
  'inventory.sendTransfer': async (company: TestCompany) => {
    const { transferId, goods } = await askFor(company, 6);
    return { command: sendTransfer, args: { transferId, sentAt: NOW, lines: [{ ...goods, movementId: newId() }] } };
  },
  'inventory.receiveTransfer': async (company: TestCompany) => {
    const { transferId, goods } = await askFor(company, 6);
    await company.run(sendTransfer, { transferId, sentAt: NOW, lines: [{ ...goods, movementId: newId() }] });
    const lines = [{ ...goods, movementId: newId(), condition: 'saleable' }];
    return { command: receiveTransfer, args: { transferId, receivedAt: NOW, lines } };
  },
};

eachDatabase('server', (current) => {
  it.each(Object.entries(facts))('R100 %s is booked once, however often it comes', async (_, prepare) => {
    const company = await makeCompany(current());
    const { command, args } = await prepare(company);
    expect((await company.run(command, args)).state).toBe('applied');
    const rows = async () => [
      await current().kysely.selectFrom('stockMovements').select(['id', 'quantity']).orderBy('id').execute(),
      await current().kysely.selectFrom('stockBalances').select(['id', 'onHand', 'incoming']).orderBy('id').execute(),
      await current().kysely.selectFrom('transferLines').select(['id', 'sent', 'received']).orderBy('id').execute(),
      await current().kysely.selectFrom('stockFlags').select('id').orderBy('id').execute(),
    ];
    const before = await rows();
    expect(await company.run(command, args)).toMatchObject({ flags: [{ code: 'inventory.bookedBefore' }] });
    expect(await rows()).toEqual(before);
  });
});
