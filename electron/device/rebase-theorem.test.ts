import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Login, orderArgs } from '../../tests/support/simulated-device.ts';
import { expectLevel, openScene, type Scene } from '../../tests/support/simulated-scene.ts';
import type { Fault } from '../../tests/support/simulated-world.ts';

const MINUTE_MS = 60_000;

type Step =
  | {
      readonly kind: 'order';
      readonly who: Login;
      readonly customer: number;
      readonly product: number;
      readonly pieces: number;
    }
  | { readonly kind: 'cancel'; readonly who: Login; readonly nth: number }
  | {
      readonly kind: 'change';
      readonly who: Login;
      readonly customer: number;
      readonly name: string;
      readonly move: boolean;
    }
  | { readonly kind: 'refused'; readonly who: Login; readonly refuse: boolean }
  | { readonly kind: 'network'; readonly who: Login; readonly isCut: boolean }
  | { readonly kind: 'restart'; readonly who: Login }
  | { readonly kind: 'wait'; readonly ms: number };

const who = fc.constantFrom<Login>('north', 'south', 'boss');
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('order' as const),
      who,
      customer: fc.nat(3),
      product: fc.nat(1),
      pieces: fc.integer({ min: 1, max: 12 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('cancel' as const), who, nth: fc.nat(5) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('change' as const),
      who,
      customer: fc.nat(3),
      name: fc.constantFrom('a', 'b', 'a name that is too long'),
      move: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('refused' as const), who, refuse: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('network' as const), who, isCut: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const), who }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(10, 100, 2_000, 70_000) }),
  },
);

async function perform(scene: Scene, step: Step): Promise<void> {
  if (step.kind === 'wait') return scene.simulation.advance(step.ms);
  const device = scene.devices[step.who];
  const { company } = scene;
  switch (step.kind) {
    case 'order':
      await device.run('sales.confirmOrder', await orderArgs(company, device, step));
      return;
    case 'cancel': {
      const orders = await device.rows('orders');
      const order = orders[step.nth % Math.max(1, orders.length)];
      if (order) await device.run('sales.cancelOrder', { orderId: order.id });
      return;
    }
    case 'change': {
      const territoryId = company.territories[step.customer % 2 === 0 ? 1 : 0];
      const change = step.move ? { territoryId } : { name: step.name };
      await device.run('test.changeCustomer', { id: company.customers[step.customer], ...change });
      return;
    }
    case 'refused': {
      const args = {
        id: device.newId(),
        number: 'SO-T-1',
        customerId: company.customers[0],
        warehouseId: company.warehouse,
      };
      await device.run('test.addOrder', { ...args, territoryId: company.territories[0], refuse: step.refuse });
      return;
    }
    case 'network':
      device.world.isCut = step.isCut;
      return;
    case 'restart':
      await device.restart();
      expect(await device.signIn(step.who)).toEqual({ ok: true });
  }
}

it('the theorem: after any commands under any faults, each device holds the server’s rows of its scopes, byte for byte', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(),
      fc.array(step, { minLength: 5, maxLength: 40 }),
      fc.array(fc.nat(9), { minLength: 60, maxLength: 60 }),
      async (seed, steps, faults) => {
        const scene = await openScene(seed);
        try {
          const kinds: Record<number, Fault> = { 0: 'cutBefore', 1: 'cutAfter' };
          for (const [at, device] of Object.values(scene.devices).entries()) {
            let turn = at * 20;
            device.world.fault = () => {
              turn += 1;
              return kinds[faults[turn % faults.length] ?? 9] ?? 'none';
            };
          }
          for (const step of steps) await perform(scene, step);
          for (const device of Object.values(scene.devices)) {
            device.world.isCut = false;
            device.world.fault = () => 'none';
          }
          await scene.simulation.advance(10 * MINUTE_MS);
          for (const device of Object.values(scene.devices)) {
            expect(await device.device.sync.status()).toMatchObject({ network: 'online', waiting: 0, trouble: null });
          }
          await expectLevel(scene);
        } finally {
          await scene.close();
        }
      },
    ),
    { numRuns: 20, seed: 20261123 },
  );
}, 300_000);
