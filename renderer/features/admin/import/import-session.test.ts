import { describe, expect, it } from 'vitest';
import type { CommandReply } from '#shared/protocol/bridge.ts';
import { createImportSession, type ImportBridge, type ImportSession, type ImportState } from './import-session.ts';
import type { PickedFile } from './read-file.ts';

const file = (name: string, text: string): PickedFile => {
  const bytes = new TextEncoder().encode(text);
  return { name, size: bytes.length, arrayBuffer: async () => bytes.slice().buffer };
};

interface Call {
  readonly dry: boolean;
  readonly name: string;
  readonly args: { readonly importId: string; readonly rows?: readonly { readonly code: string }[] };
}

/** A bridge whose commands take every row as new unless `answer` says otherwise. */
function makeBridge(answer?: (call: Call) => CommandReply | Promise<CommandReply>) {
  const calls: Call[] = [];
  const reply = async (call: Call): Promise<CommandReply> => {
    calls.push(call);
    if (answer) return answer(call);
    const created = call.args.rows?.length ?? (call.args as { orders?: readonly unknown[] }).orders?.length ?? 0;
    return {
      state: 'applied',
      result: { created, updated: 0, unchanged: 0, problems: [] },
      commandId: 'c',
      sequence: 1,
    };
  };
  let ids = 0;
  const ask: ImportBridge = {
    command: (name, args) => reply({ dry: false, name, args: args as Call['args'] }),
    dryRun: (name, args) => reply({ dry: true, name, args: args as Call['args'] }),
    newIds: async (count) =>
      Array.from({ length: count }, () => `01930000-0000-7000-8000-${String(++ids).padStart(12, '0')}`),
  };
  return { ask, calls };
}

const id = '01930000-0000-7000-8000-00000000ffff';
const defaults = {
  territoryId: id,
  warehouseId: id,
  paymentTermsDays: 30,
  currency: 'CNY',
  unit: '件',
  taxCode: 'standard',
};

function until(session: ImportSession, wanted: (state: ImportState) => boolean): Promise<ImportState> {
  return new Promise((resolve) => {
    const look = (state: ImportState) => {
      if (!wanted(state)) return;
      end();
      resolve(state);
    };
    const end = session.store.subscribe(look);
    look(session.store.getState());
  });
}

const checked = (session: ImportSession) => until(session, (state) => state.phase === 'checked');

async function start(target: Parameters<typeof createImportSession>[0], bridge = makeBridge()) {
  const session = createImportSession(target, bridge.ask);
  session.setDefaults(defaults);
  return { session, calls: bridge.calls };
}

describe('R110 an import', () => {
  it('runs dry by itself once files, columns and defaults are there, and writes nothing', async () => {
    const { session, calls } = await start('customers');
    await session.takeFiles([file('c.csv', 'Code,Name\nA,One\nB,\n')]);
    const state = await checked(session);
    expect(state.check?.counts).toMatchObject({ created: 1, refusal: null });
    expect(state.check?.plan).toMatchObject({ leftOut: 1 });
    expect(calls.every((call) => call.dry)).toBe(true);
    expect(calls).toHaveLength(1);
  });

  it('sends only the good rows, with the ids of the dry run', async () => {
    const { session, calls } = await start('customers');
    await session.takeFiles([file('c.csv', 'Code,Name\nA,One\nB,\nA,Again\nC,Three\n')]);
    await checked(session);
    const finished = await session.run();
    expect(finished?.outcome).toMatchObject({ created: 2, rowsDone: 2, stopped: false });
    expect(finished?.problems.map((problem) => problem.code)).toEqual(['import.missing', 'import.duplicate']);
    const [dry, real] = calls;
    expect(real?.dry).toBe(false);
    expect(real?.args.rows).toEqual(dry?.args.rows);
    expect(real?.args.rows?.map((row) => row.code)).toEqual(['A', 'C']);
  });

  it('never runs what was not checked', async () => {
    const { session, calls } = await start('customers');
    expect(await session.run()).toBeNull();
    await session.takeFiles([file('c.csv', 'Code,Title\nA,One\n')]);
    expect(await session.run()).toBeNull();
    expect(session.store.getState().phase).toBe('open');
    session.setColumn('main', 'name', 1);
    await checked(session);
    session.setColumn('main', 'contactTitle', null);
    expect(await session.run()).toBeNull();
    expect(calls.every((call) => call.dry)).toBe(true);
    expect((await checked(session)).check?.counts.created).toBe(1);
  });

  it('drops the answer to a file that was replaced while it was checked', async () => {
    const waiting: (() => void)[] = [];
    const bridge = makeBridge(
      (call) =>
        new Promise<CommandReply>((resolve) => {
          const result = { created: call.args.rows?.length ?? 0, updated: 0, unchanged: 0, problems: [] };
          waiting.push(() => resolve({ state: 'applied', result, commandId: 'c', sequence: 1 }));
        }),
    );
    const { session, calls } = await start('customers', bridge);
    await session.takeFiles([file('old.csv', 'Code,Name\nA,One\nB,Two\n')]);
    await expect.poll(() => calls.length).toBe(1);
    await session.takeFiles([file('new.csv', 'Code,Name\nC,Three\n')]);
    await expect.poll(() => calls.length).toBe(2);
    for (const answer of waiting) answer();
    expect((await checked(session)).check?.counts.created).toBe(1);
  });

  it('leaves out what the command finds and names it with its cell', async () => {
    const bridge = makeBridge(({ dry }) => ({
      state: 'adjusted',
      result: {
        created: 1,
        updated: 0,
        unchanged: 0,
        problems: dry ? [{ line: 3, column: 'productCode', code: 'import.unknownProduct', params: { cell: 'X' } }] : [],
      },
      commandId: 'c',
      sequence: 1,
      reasons: [],
    }));
    const { session, calls } = await start('stock', bridge);
    await session.takeFiles([file('s.csv', 'SKU,Stock\nA,1\nX,2\n')]);
    const state = await checked(session);
    expect(state.check?.plan.problems).toMatchObject([{ line: 3, heading: 'SKU', cell: 'X' }]);
    await session.run();
    expect(calls.at(-1)).toMatchObject({ dry: false, args: { rows: [{ productCode: 'A' }] } });
    expect(calls.at(-1)?.args.rows).toHaveLength(1);
  });

  it('stops between chunks and changes nothing while it runs', async () => {
    const rows = Array.from({ length: 120 }, (_, index) => `C${index},Name ${index}`).join('\n');
    let session: ImportSession | null = null;
    const bridge = makeBridge((call) => {
      if (!call.dry) {
        session?.stop();
        session?.setTarget('orders');
        session?.setDefaults({ currency: 'USD' });
      }
      const created = call.args.rows?.length ?? 0;
      return {
        state: 'applied',
        result: { created, updated: 0, unchanged: 0, problems: [] },
        commandId: 'c',
        sequence: 1,
      };
    });
    ({ session } = await start('customers', bridge));
    await session.takeFiles([file('c.csv', `Code,Name\n${rows}\n`)]);
    await checked(session);
    const finished = await session.run();
    expect(finished?.outcome).toMatchObject({ created: 50, rowsDone: 50, rowsTotal: 120, stopped: true });
    expect(session.store.getState()).toMatchObject({ target: 'customers', defaults: { currency: 'CNY' } });
  });

  it('puts each of the two files of orders where its columns fit, in whatever order they come', async () => {
    const heads = file('heads.csv', 'OrderID,CustomerID,OrderDate\n1,A,2026-01-02\n');
    const lines = file('details.csv', 'OrderID,ProductID,Quantity,UnitPrice\n1,P,1,5\n');
    for (const files of [
      [heads, lines],
      [lines, heads],
    ]) {
      const { session } = await start('orders');
      await session.takeFiles(files);
      const { files: slots } = session.store.getState();
      expect([slots.main.sheet?.fileName, slots.lines.sheet?.fileName]).toEqual(['heads.csv', 'details.csv']);
      expect((await checked(session)).check?.counts.created).toBe(1);
    }
  });

  it('takes the products’ file along to their stock', async () => {
    const { session, calls } = await start('products');
    await session.takeFiles([file('p.csv', 'SKU,Name,Price,UnitsInStock\nA,Tea,5,7\n')]);
    await checked(session);
    await session.run();
    session.setTarget('stock', true);
    const state = await checked(session);
    expect(state.files.main.sheet?.fileName).toBe('p.csv');
    expect(calls.at(-1)).toMatchObject({ name: 'inventory.importStock', args: { rows: [{ onHand: 70_000 }] } });
  });

  it('says a refusal and lets nothing run after it', async () => {
    const bridge = makeBridge(() => ({ state: 'rejected', reason: { code: 'kernel.notPermitted', params: {} } }));
    const { session } = await start('customers', bridge);
    await session.takeFiles([file('c.csv', 'Code,Name\nA,One\n')]);
    expect((await checked(session)).check?.counts.refusal?.code).toBe('kernel.notPermitted');
    expect(await session.run()).toBeNull();
  });

  it('says when the device cannot be asked at all', async () => {
    const { ask } = makeBridge();
    const session = createImportSession('customers', { ...ask, newIds: () => Promise.reject(new Error('gone')) });
    session.setDefaults(defaults);
    await session.takeFiles([file('c.csv', 'Code,Name\nA,One\n')]);
    expect((await until(session, (state) => state.trouble !== null)).trouble?.code).toBe('unexpected');
  });
});
