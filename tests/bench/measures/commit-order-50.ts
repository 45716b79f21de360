/** Confirming an order of fifty lines: what each further line costs. */
import type { Measure } from '../measure.ts';
import { measureOrders } from '../orders/take-orders.ts';

export const measure: Measure = {
  about: 'confirm an order of fifty lines through the device’s store, against the same reads and writes alone',
  run: (bench) =>
    measureOrders(bench, {
      lines: 50,
      warmUps: bench.isQuick ? 30 : 100,
      rounds: bench.isQuick ? 80 : 600,
      groups: bench.isQuick ? 4 : 20,
      mostRatio: 4,
    }),
};
