/**
 * A company's first days, with real devices on both databases: its administrator opens it from a folder of Excel files,
 * five roles join by codes on devices of their own, a price is changed and a discount is allowed, a laptop is taken away
 * with unsent work on it. Nothing is lost, and the office can say who changed the price, when, and who allowed it.
 * Long because it is one story, read from its beginning.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqlite } from '#db/sqlite.ts';
import { hashCode, makeCode } from '#shared/kernel/one-time-code.ts';
import type { AuditEntry, AuditSearch } from '#shared/protocol/audit.ts';
import { makeReadersInProcess } from '../../electron/device/readers.ts';
import { readTables } from '../../renderer/features/admin/import/read-file.ts';
import { createOpeningSession } from '../../renderer/features/admin/opening/opening-session.ts';
import { createCompany } from '../../server/company/create-company.ts';
import { createUser } from '../../server/company/create-user.ts';
import type { House } from '../../server/house.ts';
import { eachDatabase } from '../support/databases.ts';
import { describeWithNorthwind } from '../support/northwind-files.ts';
import { openingFolder } from '../support/opening-folder.ts';
import { makeServer, openHouse, PASSWORD, SERVER_URL, simulationRegistry } from '../support/simulated-company.ts';
import { addDevice, type SimulatedDevice } from '../support/simulated-device.ts';
import { makeSimulation, type Simulation } from '../support/simulated-world.ts';

const MINUTE_MS = 60_000;
const UNIT = 10_000;

/** Whom the administrator brings in; the folder names zhou as the owner of some customers. */
const staff = {
  zhou: { name: '周晓雯', role: 'rep', scopes: ['territory:HB'] },
  zhang: { name: '张敏', role: 'manager', scopes: ['territory:*', 'warehouse:*'] },
  he: { name: '何强', role: 'warehouse', scopes: ['warehouse:*'] },
  lin: { name: '林夕', role: 'service', scopes: ['territory:*'] },
  qian: { name: '钱进', role: 'finance', scopes: ['territory:*', 'warehouse:*'] },
} as const;
type Login = keyof typeof staff;
const logins = Object.keys(staff) as Login[];

describeWithNorthwind(describe, 'a new company', () => {
  eachDatabase('server', (current) => {
    let simulation: Simulation;
    let house: House;
    /** The administrator's. */
    let office: SimulatedDevice;
    let devices: Record<Login, SimulatedDevice>;

    beforeEach(async () => {
      simulation = makeSimulation(2026);
      const writer = { database: current(), world: simulation.world };
      await createCompany(writer, { name: '江城家居用品有限公司', currency: 'CNY', country: 'CN' });
      const ada = { login: 'ada', name: '何静', password: PASSWORD, roleCode: 'administrator', scopes: [] };
      await createUser(writer, ada);
      house = await openHouse(current(), simulation.world);
      // A real database answers when it answers: time waits for it.
      simulation.connect({ isSlow: true, ...makeServer(house, () => false) });
      office = await addDevice(simulation, {
        startReaders: (path, key) =>
          makeReadersInProcess(openSqlite({ path, key, readOnly: true }), simulationRegistry),
      });
      devices = {} as Record<Login, SimulatedDevice>;
    });
    afterEach(async () => {
      for (const device of [office, ...Object.values(devices)]) await device.close();
      await house.pokes.close();
    });

    const meet = () => simulation.advance(3 * MINUTE_MS);
    const row = async (device: SimulatedDevice, table: string, column: string, value: unknown) =>
      (await device.rows(table)).find((each) => each[column] === value);
    const idOf = async (device: SimulatedDevice, table: string, column: string, value: unknown) =>
      String((await row(device, table, column, value))?.id);

    it('opens from a folder, gives five roles their devices, takes one away with unsent work, loses nothing and knows who did what', async () => {
      await theOfficeSignsIn();
      await placesAreMade();
      await peopleJoinByCode();
      await theFolderIsBrought();
      const changed = await aPriceIsRaised();
      const order = await aDiscountIsAskedForAndAllowed(changed.productId);
      const unsent = await aLaptopIsTakenAwayWithUnsentWork();
      await theOfficeTakesUpWhatItHeld(unsent);
      await theOfficeKnowsWhoDidWhat(changed, order, unsent);
    }, 300_000);

    async function theOfficeSignsIn(): Promise<void> {
      expect(await office.signIn('ada' as never)).toEqual({ ok: true });
      await meet();
      const [entity] = await office.rows('legalEntities');
      expect(entity).toMatchObject({ isDefault: 1, baseCurrency: 'CNY' });
    }

    async function placesAreMade(): Promise<void> {
      for (const [code, name] of [
        ['WH', '武汉仓'],
        ['CS', '长沙仓'],
      ]) {
        const args = { id: office.newId(), code, name };
        expect(await office.run('inventory.saveWarehouse', args)).toMatchObject({ state: 'applied' });
      }
      const territory = { id: office.newId(), code: 'HB', name: '湖北' };
      expect(await office.run('admin.saveTerritory', territory)).toMatchObject({ state: 'applied' });
    }

    /** Each is entered with a role and places, gets a code that is good once, and chooses a password. */
    async function peopleJoinByCode(): Promise<void> {
      const territory = await idOf(office, 'territories', 'code', 'HB');
      let used = '';
      for (const login of logins) {
        const { name, role, scopes } = staff[login];
        const userId = office.newId();
        const granted = scopes.map((scope) => ({ id: office.newId(), scope: scope.replace(/:HB$/, `:${territory}`) }));
        const roleId = await idOf(office, 'roles', 'code', role);
        const person = { userId, login, name, roleId, phone: null, email: null, scopes: granted };
        expect(await office.run('admin.addPerson', person)).toMatchObject({ state: 'applied' });
        const code = makeCode(office.world.random.bytes(16));
        const invitation = { invitationId: office.newId(), userId, codeHash: hashCode(code) };
        expect(await office.run('admin.invitePerson', invitation)).toMatchObject({ state: 'applied' });
        await meet();
        used = code;
        devices[login] = await addDevice(simulation);
        const { session } = devices[login].device;
        const join = { server: SERVER_URL, code, password: PASSWORD, deviceName: `${name}的电脑` };
        expect(await simulation.finish(session.join(join))).toEqual({ ok: true });
        expect(await session.state()).toMatchObject({ state: 'signedIn', user: { login, roleCode: role } });
      }
      const stranger = await addDevice(simulation);
      const again = { server: SERVER_URL, code: used, password: 'not the one chosen', deviceName: '别人的电脑' };
      expect(await simulation.finish(stranger.device.session.join(again))).toMatchObject({
        ok: false,
        reason: { code: 'session.badInvitation' },
      });
      await stranger.close();
      await meet();
    }

    /** The same session as the screen's, over the administrator's device. */
    async function theFolderIsBrought(): Promise<void> {
      const { device } = office;
      const warehouses = (await office.rows('warehouses')).map(({ id, code, name }) => ({
        id: String(id),
        code: String(code),
        name: String(name),
      }));
      const session = createOpeningSession({
        readTables,
        warehouses: () => warehouses,
        ask: {
          command: (name, args) => simulation.finish(device.command(name, args)),
          dryRun: (name, args, before) => simulation.finish(device.dryRun(name, args, before)),
          query: (name, args) => simulation.finish(device.query(name, args)),
          newIds: (count) => simulation.finish(device.newIds(count)),
        },
      });
      session.setDefaults({
        territoryId: await idOf(office, 'territories', 'code', 'HB'),
        warehouseId: await idOf(office, 'warehouses', 'code', 'WH'),
        currency: 'CNY',
        unit: '件',
        taxCode: 'standard',
        today: '2026-11-23',
      });
      const { files } = openingFolder();
      await session.takeFiles(
        files.map(({ name, bytes }) => ({ name, size: bytes.length, arrayBuffer: async () => bytes.slice().buffer })),
      );
      await session.check();
      await session.run();
      const { phase, trouble, sums, results } = session.store.getState();
      expect({ phase, trouble }).toEqual({ phase: 'finished', trouble: null });
      expect(results.flatMap(({ problems }) => problems)).toEqual([]);
      expect((sums ?? []).map(({ measure, group, here, source }) => [measure, group, here - source])).toEqual(
        (sums ?? []).map(({ measure, group }) => [measure, group, 0]),
      );
      await meet();
      // Each device has what is its person's, and no more: a rep the own customers and no cost (R47, R66).
      const zhou = await idOf(office, 'users', 'login', 'zhou');
      const own = await devices.zhou.rows('customers');
      expect(own.length).toBeGreaterThan(0);
      expect(own.every(({ ownerId }) => ownerId === zhou || ownerId === null)).toBe(true);
      expect(await devices.zhou.rows('productCosts')).toEqual([]);
      expect((await devices.zhang.rows('productCosts')).length).toBe(77);
      expect(await devices.he.rows('customers')).toEqual([]);
      expect((await devices.he.rows('stockMovements')).length).toBeGreaterThan(77);
      expect((await devices.qian.rows('exposureEntries')).length).toBeGreaterThan(40);
      // Whose customer it is stands in its history from the first day on.
      expect((await devices.zhou.rows('ownerChanges')).map(({ kind }) => kind)).toContain('assigned');
    }

    interface Changed {
      readonly productId: string;
      readonly code: string;
      readonly was: number;
      readonly became: number;
    }

    /** The manager brings a price list with one price raised: who may import may do so, and nobody else is asked. */
    async function aPriceIsRaised(): Promise<Changed> {
      const { zhang } = devices;
      const product = (await zhang.rows('products'))[6];
      const code = String(product?.code);
      const was = Number(product?.basePrice);
      const became = was + 2 * UNIT;
      const empty = { category: null, unit: null, packaging: null, barcode: null, taxCode: null, reorderPoint: null };
      const unsaid = {
        discontinued: null,
        floorPrice: null,
        averageCost: null,
        tracking: null,
        shelfLifeDays: null,
        brand: null,
        otherName: null,
      };
      const line = { line: 2, id: zhang.newId(), code, name: product?.name, basePrice: became, ...empty, ...unsaid };
      const args = { importId: 'prices', currency: 'CNY', defaultUnit: '件', defaultTaxCode: 'standard', rows: [line] };
      expect(await devices.zhou.run('inventory.importProducts', args)).toMatchObject({
        state: 'rejected',
        reason: { code: 'kernel.notPermitted' },
      });
      expect(await zhang.run('inventory.importProducts', args)).toMatchObject({
        state: 'applied',
        result: { updated: 1 },
      });
      await meet();
      for (const login of logins) {
        expect((await row(devices[login], 'products', 'code', code))?.basePrice).toBe(became);
      }
      return { productId: String(product?.id), code, was, became };
    }

    interface Order {
      readonly orderId: string;
      readonly number: string;
    }

    async function sell(device: SimulatedDevice, productId: string, pieces: number, discount: number): Promise<Order> {
      const product = await row(device, 'products', 'id', productId);
      const [customer] = await device.rows('customers');
      const order = { orderId: device.newId(), number: await device.device.nextNumber('order') };
      const price = Number(product?.basePrice);
      const agreed = { quantity: pieces * UNIT, unitPrice: price, listPrice: price, discount, taxRate: 1_300 };
      const reply = await device.run('sales.confirmOrder', {
        ...order,
        exposureEntryId: device.newId(),
        customerId: customer?.id,
        warehouseId: await idOf(device, 'warehouses', 'code', 'WH'),
        currency: 'CNY',
        requestedOn: null,
        paymentTermsDays: 30,
        shipTo: null,
        note: null,
        lines: [{ id: device.newId(), productId, ...agreed }],
      });
      expect(reply.state).not.toBe('rejected');
      return order;
    }
    const holdOf = async (device: SimulatedDevice, { orderId }: Order) =>
      (await row(device, 'orders', 'id', orderId))?.approvalHold;

    /** R9: beyond the rep's limit it waits; the manager, without signal himself, says yes. */
    async function aDiscountIsAskedForAndAllowed(productId: string): Promise<Order> {
      const { zhou, zhang } = devices;
      zhou.world.isCut = true;
      const order = await sell(zhou, productId, 3, 1_800);
      expect(await holdOf(zhou, order)).toBe(1);
      zhou.world.isCut = false;
      await meet();
      zhang.world.isCut = true;
      const word = {
        approvalId: `${order.orderId}:discount:1`,
        decision: 'approve',
        reason: '老客户',
        validUntil: null,
      };
      expect(await zhang.run('admin.decideApproval', word)).toMatchObject({ state: 'applied' });
      zhang.world.isCut = false;
      await meet();
      await meet();
      expect(await holdOf(zhou, order)).toBe(0);
      return order;
    }

    interface Unsent {
      readonly deviceId: string;
      readonly orders: readonly Order[];
    }

    /** Orders are taken where there is no network; before there is one, the office closes the laptop. */
    async function aLaptopIsTakenAwayWithUnsentWork(): Promise<Unsent> {
      const { zhou } = devices;
      zhou.world.isCut = true;
      const [first, second] = (await zhou.rows('products')).slice(10, 12).map(({ id }) => String(id));
      const orders = [await sell(zhou, first ?? '', 2, 0), await sell(zhou, second ?? '', 1, 500)];
      const list = await simulation.finish(office.device.devices.list());
      if (!list.ok) throw new Error(list.reason.code);
      const deviceId = list.devices.find(({ person }) => person.login === 'zhou')?.deviceId ?? '';
      expect(list.devices.map(({ person }) => person.login).sort()).toEqual([...logins, 'ada'].sort());
      const revoke = { deviceId, reason: '电脑遗失' };
      expect(await simulation.finish(office.device.devices.revoke(revoke))).toMatchObject({ ok: true });
      zhou.world.isCut = false;
      await simulation.advance(10 * MINUTE_MS);
      // It handed over what it had and was told to destroy its key: whoever finds it finds nothing.
      expect(await zhou.device.session.state()).toMatchObject({ state: 'signedOut', known: [] });
      zhou.world.isCut = true;
      expect(await zhou.signIn('zhou' as never)).toMatchObject({ ok: false });
      const kept = await current().kysely.selectFrom('orders').select('id').execute();
      for (const { orderId } of orders) expect(kept.map(({ id }) => id)).not.toContain(orderId);
      return { deviceId, orders };
    }

    async function theOfficeTakesUpWhatItHeld({ deviceId, orders }: Unsent): Promise<void> {
      const { devices: desk } = office.device;
      const review = await simulation.finish(desk.review(deviceId));
      if (!review.ok) throw new Error(review.reason.code);
      expect(review.commands.map(({ name, isChained }) => [name, isChained])).toEqual(
        orders.map(() => ['sales.confirmOrder', true]),
      );
      expect(review.device).toMatchObject({ state: 'wiped' });
      const ran = await simulation.finish(desk.runQuarantine({ deviceId, reason: '订单属实' }));
      if (!ran.ok) throw new Error(ran.reason.code);
      expect(ran.answers.map(({ state }) => ['applied', 'adjusted'].includes(state))).toEqual(orders.map(() => true));
      await meet();
      for (const { number } of orders) {
        expect(await row(devices.zhang, 'orders', 'number', number)).toMatchObject({ confirmedByName: '周晓雯' });
      }
    }

    async function ask(change: Partial<AuditSearch>): Promise<readonly AuditEntry[]> {
      const asked = {
        ...{
          text: '',
          names: [],
          document: null,
          userId: null,
          deviceCode: null,
          rowId: null,
          from: null,
          until: null,
        },
        ...{ before: null, limitRows: 50, ...change },
      };
      const reply = await simulation.finish(office.device.sync.searchAudit(asked));
      if (!reply.ok) throw new Error(reply.reason.code);
      return reply.answer.entries;
    }

    /** "Who changed this price, when, and who allowed it?" */
    async function theOfficeKnowsWhoDidWhat(changed: Changed, order: Order, unsent: Unsent): Promise<void> {
      const about = await ask({ rowId: changed.productId });
      const raised = about.find(({ changes }) =>
        changes.some(({ column, op }) => column === 'basePrice' && op === 'update'),
      );
      expect(raised).toMatchObject({
        name: 'inventory.importProducts',
        userName: '张敏',
        deviceName: '张敏的电脑',
        permission: 'admin.importData',
      });
      expect(raised?.at).toBeGreaterThan(0);
      const price = raised?.changes.find(({ column }) => column === 'basePrice');
      expect([Number(price?.was), Number(price?.became)]).toEqual([changed.was, changed.became]);

      const [taken] = (await ask({ document: order.number })).filter(({ name }) => name === 'sales.confirmOrder');
      expect(taken).toMatchObject({
        userName: '周晓雯',
        deviceName: '周晓雯的电脑',
        approvals: expect.arrayContaining([
          expect.objectContaining({
            kind: 'discount',
            state: 'approved',
            askedByName: '周晓雯',
            decidedByName: '张敏',
            decisionNote: '老客户',
          }),
        ]),
      });

      for (const { number } of unsent.orders) {
        const [entry] = (await ask({ document: number })).filter(({ name }) => name === 'sales.confirmOrder');
        expect(entry).toMatchObject({ userName: '周晓雯', deviceName: '周晓雯的电脑' });
      }
      const review = await simulation.finish(office.device.devices.review(unsent.deviceId));
      expect(review).toMatchObject({
        ok: true,
        commands: [],
        events: [
          { kind: 'quarantineRun', person: { name: '何静' } },
          { kind: 'revoked', person: { name: '何静' }, detail: '电脑遗失' },
        ],
      });
    }
  });
});
