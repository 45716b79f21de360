/**
 * A new company opens from a folder of Excel files (R110), through the code that the screen uses, on both databases: it
 * is recognised, tried, run, its sums agree with the files; run again it changes nothing, and with changes only those.
 */
import { describe, expect, it } from 'vitest';
import { defaultRoles } from '#shared/domains/admin/model.ts';
import { endTxContext, runCommand } from '#shared/kernel/runner.ts';
import type { Tx } from '#shared/kernel/table.ts';
import type { CommandReply } from '#shared/protocol/bridge.ts';
import { commands, latestCommand, queries } from '#shared/registry.ts';
import { readTables } from '../../renderer/features/admin/import/read-file.ts';
import {
  createOpeningSession,
  type OpeningBridge,
  type OpeningSession,
} from '../../renderer/features/admin/opening/opening-session.ts';
import { makeCompany, NOW, newId, type TestCompany } from '../support/company.ts';
import { eachDatabase } from '../support/databases.ts';
import { describeWithNorthwind } from '../support/northwind-files.ts';
import { openingFolder } from '../support/opening-folder.ts';

const permissions = [...new Set(defaultRoles.flatMap((role) => role.permissions))];

/** What `window.satchel` is to the screen, on the database itself. */
function bridgeOn(company: TestCompany, ran: string[]): OpeningBridge {
  const definitionOf = (name: string) => {
    const definition = latestCommand(name);
    if (!definition) throw new Error(`${name} is not registered`);
    return definition;
  };
  const reply = (outcome: Awaited<ReturnType<TestCompany['run']>>): CommandReply => {
    if (outcome.state === 'rejected') return { state: 'rejected', reason: outcome.reason };
    const common = { result: outcome.result, commandId: newId(), sequence: 1 };
    return outcome.state === 'applied'
      ? { state: 'applied', ...common }
      : { state: 'adjusted', ...common, reasons: outcome.adjustments };
  };
  return {
    command: async (name, args) => {
      ran.push(name);
      expect(JSON.stringify(args).length).toBeLessThan(64 * 1024);
      return reply(await company.run(definitionOf(name), args));
    },
    dryRun: async (name, args, before = []) => {
      const tx = await company.database.kysely.startTransaction().execute();
      try {
        const actor = {
          userId: company.userId,
          permissions: new Set(permissions),
          sees: () => true,
          reaches: async (_tx: Tx) => true,
        };
        const run = (definition: ReturnType<typeof definitionOf>, given: unknown) =>
          runCommand(tx, {
            definition,
            args: given,
            commandId: newId(),
            now: NOW,
            actor,
            device: { id: newId(), code: 'K7', formerCodes: [] },
            seq: 1,
            version: 1,
            isIssued: false,
            leaveStub: false,
          });
        for (const each of before) await run(definitionOf(each.name), each.args);
        return reply(await run(definitionOf(name), args));
      } finally {
        await endTxContext(tx);
        await tx.rollback().execute();
      }
    },
    newIds: async (count) => Array.from({ length: count }, () => newId()),
    query: async (name, args) => {
      const definition = queries.get(name);
      if (!definition) throw new Error(`${name} is not registered`);
      const context = {
        actor: { userId: company.userId, permissions: new Set(permissions) },
        now: NOW,
        search: async () => [],
        findByCodes: async () => [],
      };
      return { ok: true, rows: await definition.run(company.database.kysely, definition.args.parse(args), context) };
    },
  };
}

describeWithNorthwind(describe, 'R110 an opening day', () => {
  expect(commands.size).toBeGreaterThan(0);
  eachDatabase('server', (current) => {
    const start = async (company: TestCompany, ran: string[] = []): Promise<OpeningSession> => {
      const warehouses = [
        { id: company.warehouseId, code: 'WH', name: '武汉仓' },
        { id: company.otherWarehouseId, code: 'CS', name: '长沙仓' },
      ];
      const session = createOpeningSession({ ask: bridgeOn(company, ran), readTables, warehouses: () => warehouses });
      session.setDefaults({
        territoryId: company.territoryId,
        warehouseId: company.warehouseId,
        currency: 'CNY',
        unit: '件',
        taxCode: 'standard',
        today: '2026-03-08',
      });
      return session;
    };
    const bring = async (session: OpeningSession, change: 'plain' | 'raised' = 'plain') => {
      const { files, totals } = openingFolder(change);
      await session.takeFiles(
        files.map(({ name, bytes }) => ({ name, size: bytes.length, arrayBuffer: async () => bytes.slice().buffer })),
      );
      return totals;
    };
    const resultsOf = (session: OpeningSession) =>
      session.store.getState().results.map(({ part, outcome, problems }) => ({
        target: part.target,
        created: outcome.created,
        updated: outcome.updated,
        unchanged: outcome.unchanged,
        problems: problems.map(({ line, column, code, cell }) => `${line} ${column} ${code} ${cell}`),
      }));

    it('opens a company from a folder, agrees with it to the last fen, and comes again without doubling anything', async () => {
      const company = await makeCompany(current());
      const ran: string[] = [];
      const session = await start(company, ran);
      const totals = await bring(session);
      expect(session.store.getState().tables.map(({ kind, confidence }) => `${kind} ${confidence}`)).toEqual([
        'products sure',
        'suppliers sure',
        'customers sure',
        'contacts sure',
        'stock sure',
        'receivables sure',
        'prepayments sure',
        'ordersWithLines sure',
      ]);
      await session.check();
      expect(session.store.getState()).toMatchObject({ phase: 'checked', trouble: null });
      const tried = resultsOf(session);
      expect(tried.map(({ target, created, problems }) => [target, created, problems])).toEqual([
        ['products', 77, []],
        ['suppliers', 29, []],
        ['customers', 93, []],
        // The other forty came with their customers.
        ['contacts', 40, []],
        ['stock', expect.any(Number), []],
        ['receivables', 30, []],
        ['prepayments', 10, []],
        ['orders', 21, []],
      ]);
      expect(ran).toEqual([]);
      await session.run();
      const { phase, sums, trouble } = session.store.getState();
      expect({ phase, trouble }).toEqual({ phase: 'finished', trouble: null });
      const total = (measure: string, side: 'source' | 'here') =>
        (sums ?? []).filter((line) => line.measure === measure).reduce((sum, line) => sum + line[side], 0);
      for (const [measure, expected] of [
        ['stockQuantity', totals.stockPieces * 10_000],
        ['receivables', totals.receivablesMinor],
        ['prepayments', totals.prepaymentsMinor],
        ['limits', totals.limitsMinor],
      ] as const) {
        expect([measure, total(measure, 'source')]).toEqual([measure, expected]);
      }
      expect((sums ?? []).map(({ measure, group, source, here }) => [measure, group, here - source])).toEqual(
        // The company had stock of its own before, which no table speaks of.
        [
          ['stockQuantity', '武汉仓', 178 * 10_000],
          ['stockQuantity', '长沙仓', 0],
          ['stockValue', '武汉仓', 0],
          ['stockValue', '长沙仓', 0],
          ['receivables', 'CNY', 0],
          ['prepayments', 'CNY', 0],
          ['orders', 'CNY', 0],
          ['limits', 'CNY', 0],
        ],
      );

      const again = await start(company, ran);
      await bring(again);
      ran.length = 0;
      await again.check();
      expect(resultsOf(again).map(({ target, created, updated }) => [target, created, updated])).toEqual(
        tried.map(({ target }) => [target, 0, 0]),
      );
      await again.run();
      expect(again.store.getState().phase).toBe('finished');
      expect(ran).toEqual([]);

      const raised = await start(company, ran);
      const higher = await bring(raised, 'raised');
      await raised.check();
      await raised.run();
      expect(resultsOf(raised).map(({ target, created, updated }) => [target, created, updated])).toEqual([
        ['products', 0, 1],
        ['suppliers', 0, 0],
        ['customers', 0, 1],
        ['contacts', 0, 0],
        ['stock', 0, 1],
        ['receivables', 0, 1],
        ['prepayments', 0, 0],
        ['orders', 0, 0],
      ]);
      const here = (raised.store.getState().sums ?? []).find((line) => line.measure === 'receivables');
      expect(here).toMatchObject({ source: higher.receivablesMinor, here: higher.receivablesMinor });
    }, 120_000);

    it('names bad rows of every table before anything is written, sends only the good ones, goes on after a stop, and remembers columns', async () => {
      const company = await makeCompany(current());
      const ran: string[] = [];
      const session = await start(company, ran);
      const file = (name: string, text: string) => {
        const bytes = new TextEncoder().encode(text);
        return { name, size: bytes.length, arrayBuffer: async () => bytes.slice().buffer };
      };
      await session.takeFiles([
        file('products.csv', 'SKU,Name,Price\nP1,Tea,"1,234.50"\nP2,Milk,abc\nP1,Again,5\n'),
        file('stock.csv', 'SKU,On hand,Unit\nP1,10,件\nP2,5,件\nP1,3,箱\n'),
        file('customers.csv', 'Art,Wer,Rest\nK1,One,x\nK2,Two,y\n'),
        file(
          'invoices.csv',
          '客户编码,单据号,单据日期,未收金额\nK1,I1,2026年3月1日,１２０．５０\nK9,I2,2026/3/1,5\nK2,I3,32/1/2026,5\n',
        ),
      ]);
      const customers = session.store.getState().tables[2];
      expect(customers).toMatchObject({ kind: null, confidence: 'unsure' });
      session.setKind(customers?.id ?? '', 'customers');
      session.setColumn(customers?.id ?? '', 'code', 0);
      session.setColumn(customers?.id ?? '', 'name', 1);
      await session.check();
      expect(resultsOf(session).map(({ target, problems }) => [target, problems])).toEqual([
        ['products', ['3 basePrice import.not.decimal abc', '4 code import.duplicate P1']],
        ['customers', []],
        ['stock', ['3 productCode import.unknownProduct P2', '4 productCode import.duplicate P1']],
        ['receivables', ['3 customerCode import.unknownCustomer K9', '4 documentDate import.not.date 32/1/2026']],
      ]);
      const leftOut = session.store
        .getState()
        .results.map(({ part, outcome }) => part.plan.leftOut + outcome.problems.length);
      expect(leftOut).toEqual([2, 0, 2, 2]);
      const stopAfterProducts = session.store.subscribe(({ phase, progress, stopAsked }) => {
        if (!stopAsked && phase === 'running' && progress?.target === 'products') session.stop();
      });
      await session.run();
      stopAfterProducts();
      expect(session.store.getState().phase).toBe('stopped');
      await session.run();
      expect(session.store.getState().phase).toBe('finished');
      expect(ran).toEqual([
        'admin.rememberMapping',
        'inventory.importProducts',
        'crm.importCustomers',
        'inventory.importStock',
        'billing.importOpenItems',
      ]);
      expect(resultsOf(session).map(({ created }) => created)).toEqual([1, 2, 1, 1]);
      const sums = session.store.getState().sums ?? [];
      // What was left out shows as a difference, with its rows behind.
      expect(sums.find((line) => line.measure === 'receivables')).toMatchObject({ source: 13_050, here: 12_050 });
      const again = await start(company);
      await again.takeFiles([file('other.csv', ' art ,WER,Rest\nK3,Three,z\n')]);
      expect(again.store.getState().tables[0]).toMatchObject({
        kind: 'customers',
        confidence: 'remembered',
        columns: { code: 0 },
      });
    });
  });
});
