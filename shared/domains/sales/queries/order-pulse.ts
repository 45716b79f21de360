import { z } from 'zod';
import { calendarDateSchema } from '../../../kernel/instants.ts';
import { defineQuery } from '../../../kernel/query.ts';

/** How many open orders wait for something; the order list shows each with the filter of the same name. */
export interface OrderPulse {
  readonly open: number;
  /** With any hold (R5). */
  readonly held: number;
  readonly backOrdered: number;
  /** Asked for today or earlier. */
  readonly due: number;
}

/** Counts of the open orders within reach; `today` is the day at the office. */
export const orderPulse = defineQuery({
  name: 'sales.orderPulse',
  permission: 'sales.see',
  args: z.strictObject({ today: calendarDateSchema }),
  reads: ['orders'],
  async run(db, { today }): Promise<OrderPulse> {
    return db
      .selectFrom('orders')
      .where('state', '=', 'open')
      .where('deletedAt', 'is', null)
      .select(({ fn }) => [
        fn.countAll<number>().as('open'),
        fn
          .countAll<number>()
          .filterWhere((eb) => eb.or([eb('creditHold', '=', 1), eb('approvalHold', '=', 1), eb('manualHold', '=', 1)]))
          .as('held'),
        fn.countAll<number>().filterWhere('backOrderedLines', '>', 0).as('backOrdered'),
        fn.countAll<number>().filterWhere('requestedOn', '<=', today).as('due'),
      ])
      .executeTakeFirstOrThrow();
  },
});
