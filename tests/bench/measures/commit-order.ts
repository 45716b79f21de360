/** Confirming an order of five lines: command runner, outbox and pre-images, against the same reads and writes alone. */
import type { Measure } from '../measure.ts';
import { measureOrders } from '../orders/take-orders.ts';

export const measure: Measure = {
  about: 'confirm an order of five lines through the device’s store, against the same reads and writes alone',
  run: (bench) =>
    measureOrders(bench, {
      lines: 5,
      warmUps: bench.isQuick ? 150 : 300,
      rounds: bench.isQuick ? 400 : 3_000,
      groups: bench.isQuick ? 4 : 20,
      mostRatio: 4,
      mostP99Ms: 20,
    }),
};
