import { expect, it } from 'vitest';
import { makeCompany, NOW, newId, type TestCompany } from '../../../../tests/support/company.ts';
import { eachDatabase } from '../../../../tests/support/databases.ts';
import { orderArgs } from '../../../../tests/support/order-args.ts';
import { confirmOrder } from '../../../workflows/orders/confirm-order.ts';
import { saveWarehouse } from '../../inventory/commands/save-warehouse.ts';
import { readSettings } from '../model.ts';
import { changeSettings } from './change-settings.ts';
import { closePeriod, reopenPeriod } from './close-period.ts';
import { saveDocumentSeries } from './save-document-series.ts';
import { saveLegalEntity } from './save-legal-entity.ts';
import { saveTerritory } from './save-territory.ts';
import { setHolidays } from './set-holidays.ts';

const entity = (id: string, told: object = {}) => ({
  id,
  code: 'MAIN',
  name: '江城家居用品有限公司',
  taxNumber: '91420100MA4K1F7X2P',
  address: null,
  phone: null,
  bankName: null,
  bankAccount: null,
  logoHash: null,
  baseCurrency: 'CNY',
  isDefault: 1,
  active: 1,
  ...told,
});
const rejected = (code: string, params: object = {}) => ({ state: 'rejected', reason: { code, params } });

eachDatabase('server', (current) => {
  const entities = () =>
    current().kysely.selectFrom('legalEntities').select(['id', 'code', 'isDefault']).orderBy('code').execute();

  it('R11 there is always exactly one default legal entity, and it is active', async () => {
    const company = await makeCompany(current());
    const [first, second] = [newId(), newId()];
    const save = (args: object) => company.run(saveLegalEntity, args);
    expect(await save(entity(first, { isDefault: 0 }))).toMatchObject(rejected('admin.defaultEntityNeeded'));
    expect(await save(entity(first))).toMatchObject({ state: 'applied' });
    expect(await save(entity(second, { code: 'HK', isDefault: 0 }))).toMatchObject({ state: 'applied' });
    expect(await save(entity(second, { code: 'HK', active: 0 }))).toMatchObject(
      rejected('admin.defaultEntityInactive'),
    );
    expect(await save(entity(second, { code: 'HK' }))).toMatchObject({ state: 'applied' });
    expect(await entities()).toEqual([
      { id: second, code: 'HK', isDefault: 1 },
      { id: first, code: 'MAIN', isDefault: 0 },
    ]);
    expect(await save(entity(second, { code: 'HK', isDefault: 0 }))).toMatchObject(
      rejected('admin.defaultEntityNeeded'),
    );
  });

  it('R11 a code is one entity, and the currency of its books stays', async () => {
    const company = await makeCompany(current());
    const id = newId();
    await company.run(saveLegalEntity, entity(id));
    expect(await company.run(saveLegalEntity, entity(newId(), { isDefault: 0 }))).toMatchObject(
      rejected('admin.codeTaken', { code: 'MAIN' }),
    );
    expect(await company.run(saveLegalEntity, entity(id, { baseCurrency: 'USD' }))).toMatchObject(
      rejected('admin.baseCurrencyFixed', { currency: 'CNY' }),
    );
    expect(
      await company.run(saveLegalEntity, entity(newId(), { code: 'B' }), { permissions: ['admin.managePeriods'] }),
    ).toMatchObject(rejected('kernel.notPermitted'));
  });

  it('territories and warehouses are made and renamed; a code is one of them', async () => {
    const company = await makeCompany(current());
    const id = newId();
    expect(await company.run(saveTerritory, { id, code: 'HN', name: '湖南' })).toMatchObject({ state: 'applied' });
    expect(await company.run(saveTerritory, { id, code: 'HN', name: '湖南省' })).toMatchObject({ state: 'applied' });
    expect(await company.run(saveTerritory, { id: newId(), code: 'HN', name: 'x' })).toMatchObject(
      rejected('admin.codeTaken', { code: 'HN' }),
    );
    const territory = await current()
      .kysely.selectFrom('territories')
      .select('name')
      .where('id', '=', id)
      .executeTakeFirst();
    expect(territory).toEqual({ name: '湖南省' });
    expect(await company.run(saveWarehouse, { id: newId(), code: 'WH', name: '二仓' })).toMatchObject(
      rejected('admin.codeTaken', { code: 'WH' }),
    );
    const { warehouseId } = company;
    expect(await company.run(saveWarehouse, { id: warehouseId, code: 'WH2', name: '二仓' })).toMatchObject({
      state: 'applied',
    });
    expect(await company.run(saveWarehouse, { id: newId(), code: 'WH', name: '一仓' })).toMatchObject({
      state: 'applied',
    });
  });

  it('R7 a prefix numbers one kind of document, also where it is the standing one', async () => {
    const company = await makeCompany(current());
    const save = (kind: string, prefix: string) =>
      company.run(saveDocumentSeries, { id: newId(), kind, prefix, digits: 6 });
    expect(await save('order', 'XS')).toMatchObject({ state: 'applied' });
    expect(await save('quote', 'XS')).toMatchObject(rejected('admin.prefixTaken', { prefix: 'XS', kind: 'order' }));
    expect(await save('quote', 'INV')).toMatchObject(rejected('admin.prefixTaken', { kind: 'invoice' }));
    expect(await save('quote', 'SO')).toMatchObject({ state: 'applied' });
    expect(await save('order', 'so-1')).toMatchObject(rejected('kernel.invalidArguments'));
    expect(await save('invoice', 'FP')).toMatchObject({ state: 'applied' });
    const rows = await current()
      .kysely.selectFrom('documentSeries')
      .select(['kind', 'prefix', 'numbering'])
      .orderBy('kind')
      .execute();
    expect(rows).toEqual([
      { kind: 'invoice', prefix: 'FP', numbering: 'server' },
      { kind: 'order', prefix: 'XS', numbering: 'device' },
      { kind: 'quote', prefix: 'SO', numbering: 'device' },
    ]);
  });

  it('settings are set by their keys; what does not parse, is unknown or fixed is refused as a whole', async () => {
    const company = await makeCompany(current());
    const set = (...changes: { key: string; value: string }[]) => company.run(changeSettings, { changes });
    const settings = async () =>
      readSettings(await current().kysely.selectFrom('settings').select(['id', 'value']).orderBy('id').execute());
    expect((await settings())['inventory.receiptTolerance']).toBe(500);
    await set({ key: 'inventory.receiptTolerance', value: '300' }, { key: 'crm.poolDays', value: '45' });
    expect(await settings()).toMatchObject({ 'inventory.receiptTolerance': 300, 'crm.poolDays': 45 });
    for (const [change, code] of [
      [{ key: 'crm.poolDays', value: '-1' }, 'admin.badSetting'],
      [{ key: 'crm.poolDays', value: '' }, 'admin.badSetting'],
      [{ key: 'sales.priceMode', value: 'gross' }, 'admin.badSetting'],
      [{ key: 'company.currency', value: 'USD' }, 'admin.settingFixed'],
      [{ key: 'security.recoveryKey', value: 'AAAA' }, 'admin.settingFixed'],
      [{ key: 'nothing', value: '1' }, 'admin.unknownSetting'],
    ] as const) {
      expect(await set({ key: 'billing.overdueHoldDays', value: '7' }, change)).toMatchObject(rejected(code));
    }
    expect(await settings()).toMatchObject({ 'billing.overdueHoldDays': 30, 'company.currency': 'CNY' });
    const row = await current()
      .kysely.selectFrom('settings')
      .select(['updatedBy', 'updatedAt'])
      .where('id', '=', 'crm.poolDays')
      .executeTakeFirst();
    expect(row).toEqual({ updatedBy: company.userId, updatedAt: NOW });
  });

  it('R80 days are said, said otherwise, and taken back', async () => {
    const company = await makeCompany(current());
    const day = (kind: string | null, name = '国庆节') => ({ id: newId(), day: '2026-10-01', name, kind });
    const said = () =>
      current()
        .kysely.selectFrom('holidays')
        .select(['day', 'name', 'kind'])
        .where('deletedAt', 'is', null)
        .orderBy('day')
        .execute();
    const set = (...days: object[]) => company.run(setHolidays, { days });
    expect(await set(day('holiday'))).toMatchObject({ result: { changed: 1 } });
    expect(await set(day('holiday'))).toMatchObject({ result: { changed: 0 } });
    expect(await set(day('workday', '盘点'), day('holiday', '国庆'))).toMatchObject({ result: { changed: 1 } });
    expect(await said()).toEqual([{ day: '2026-10-01', name: '国庆', kind: 'holiday' }]);
    expect(await set(day(null))).toMatchObject({ result: { changed: 1 } });
    expect(await said()).toEqual([]);
    expect(await set(day('workday'))).toMatchObject({ result: { changed: 1 } });
    expect(await said()).toEqual([{ day: '2026-10-01', name: '国庆节', kind: 'workday' }]);
  });

  const withEntity = async (): Promise<[TestCompany, string, (month: string, now?: number) => Promise<unknown>]> => {
    const company = await makeCompany(current());
    const legalEntityId = newId();
    await company.run(saveLegalEntity, entity(legalEntityId));
    const close = (month: string, now = NOW) =>
      company.run(closePeriod, { legalEntityId, month, periodId: newId() }, { now });
    return [company, legalEntityId, close];
  };

  it('R12 months close in their order, when they are over, and only the last opens again', async () => {
    const [company, legalEntityId, close] = await withEntity();
    const reopen = (month: string) => company.run(reopenPeriod, { legalEntityId, month, periodId: newId() });
    expect(await close('2026-11')).toMatchObject(rejected('admin.monthNotOver', { month: '2026-11' }));
    expect(await close('2026-08')).toMatchObject({ state: 'applied' });
    expect(await close('2026-10')).toMatchObject(rejected('admin.earlierMonthOpen', { month: '2026-09' }));
    expect(await close('2026-09')).toMatchObject({ state: 'applied' });
    expect(await close('2026-09')).toMatchObject(rejected('admin.periodIsClosed'));
    expect(await reopen('2026-08')).toMatchObject(rejected('admin.laterMonthClosed', { month: '2026-09' }));
    expect(await reopen('2026-09')).toMatchObject({ state: 'applied' });
    expect(await reopen('2026-09')).toMatchObject(rejected('admin.periodIsOpen'));
    expect(await close('2026-09')).toMatchObject({ state: 'applied' });
    const periods = await current()
      .kysely.selectFrom('periods')
      .select(['month', 'state', 'changedByName'])
      .orderBy('month')
      .execute();
    expect(periods).toEqual([
      { month: '2026-08', state: 'closed', changedByName: '周文斌' },
      { month: '2026-09', state: 'closed', changedByName: '周文斌' },
    ]);
    const nobody = { legalEntityId: newId(), month: '2026-10', periodId: newId() };
    expect(await company.run(closePeriod, nobody)).toMatchObject(rejected('admin.entityGone'));
  });

  it('R12 an order that comes late is dated to the first open day, and keeps its real time', async () => {
    const [company, , close] = await withEntity();
    const october = Date.UTC(2026, 9, 20);
    await close('2026-10');
    const late = orderArgs(company, [{ product: company.mug, pieces: 1 }]);
    expect(await company.run(confirmOrder, late, { now: october })).toMatchObject({
      state: 'adjusted',
      adjustments: [{ code: 'admin.periodClosed', params: { day: '2026-10-20', openDay: '2026-11-01' } }],
    });
    const order = await current()
      .kysely.selectFrom('orders')
      .select(['orderedOn', 'confirmedAt'])
      .where('id', '=', late.orderId)
      .executeTakeFirst();
    expect(order).toEqual({ orderedOn: '2026-11-01', confirmedAt: october });
  });

  it('R12 the books of another legal entity close by themselves', async () => {
    const [company] = await withEntity();
    const other = newId();
    await company.run(saveLegalEntity, entity(other, { code: 'HK', isDefault: 0 }));
    await company.run(closePeriod, { legalEntityId: other, month: '2026-10', periodId: newId() });
    const args = orderArgs(company, [{ product: company.mug, pieces: 1 }]);
    expect(await company.run(confirmOrder, args, { now: Date.UTC(2026, 9, 20) })).toMatchObject({ state: 'applied' });
  });
});
