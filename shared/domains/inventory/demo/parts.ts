import type { Demo, DemoPart } from '../../../kernel/demo.ts';
import { productsPart } from './products.ts';
import { StoreYear } from './store-year.ts';
import { suppliersPart } from './suppliers.ts';

/** The store room opens when goods are known; each day it works after the day's orders have come. */
const storePart: DemoPart = {
  name: 'inventory.movements',
  after: ['inventory.products', 'sales.orders'],
  begin(demo: Demo) {
    const source = demo.source('inventory.movements');
    let year: StoreYear | null = null;
    const begun = (): StoreYear => {
      year ??= new StoreYear(demo, source);
      return year;
    };
    return { start: () => begun().open(), day: (day) => begun().day(day), finish: () => begun().finish() };
  },
};

export const demoParts: readonly DemoPart[] = [productsPart, suppliersPart, storePart];
