import { demoProducts } from './catalogue.ts';
import { demoCustomers } from './customers.ts';
import { seededRandom } from './seeded-random.ts';

/** What happens in the demo company, by codes; days count back from the day on which it is built. */
export interface DemoPlan {
  readonly warehouses: readonly {
    readonly code: 'WH' | 'CS';
    readonly name: { readonly zh: string; readonly en: string };
  }[];
  readonly territories: readonly {
    readonly code: 'HB' | 'HN';
    readonly name: { readonly zh: string; readonly en: string };
  }[];
  readonly stock: readonly DemoStock[];
  /** Oldest first. */
  readonly orders: readonly DemoOrder[];
}

export interface DemoStock {
  readonly productCode: string;
  readonly warehouseCode: 'WH' | 'CS';
  readonly onHand: number;
  readonly reorderPoint: number;
  readonly incoming: number;
  readonly dueInDays: number;
}

export interface DemoOrder {
  readonly customerCode: string;
  readonly warehouseCode: 'WH' | 'CS';
  readonly login: string;
  readonly daysAgo: number;
  /** shipped: delivered, billed and perhaps paid. open: still to be shipped. */
  readonly state: 'shipped' | 'open';
  readonly paid: boolean;
  readonly lines: readonly { readonly productCode: string; readonly quantity: number; readonly discount: number }[];
}

/** Pieces that one order line takes, by price: cheap goods go by the carton. */
const usualQuantity = (price: number): readonly [number, number] =>
  price < 30 ? [24, 120] : price < 100 ? [6, 48] : [2, 12];

/** The same plan for the same seed. */
export function demoPlan(seed: number): DemoPlan {
  const random = seededRandom(seed);
  const stock = demoProducts.flatMap((product) =>
    (['WH', 'CS'] as const).map((warehouseCode): DemoStock => {
      const [, most] = usualQuantity(Number(product.price));
      const scarce = random.between(1, 9) === 1;
      const onHand = scarce ? random.between(0, Math.ceil(most / 4)) : random.between(most * 2, most * 9);
      return {
        productCode: product.code,
        warehouseCode,
        onHand,
        reorderPoint: most * 2,
        incoming: scarce || random.between(1, 6) === 1 ? most * random.between(2, 5) : 0,
        dueInDays: random.between(2, 14),
      };
    }),
  );

  const orders = demoCustomers.flatMap((customer) => {
    const favourites = random.some(demoProducts, random.between(6, 12));
    const rhythmDays = random.between(9, 26);
    const count = random.between(3, 7);
    return Array.from({ length: count }, (_, index): DemoOrder => {
      const daysAgo = index * rhythmDays + random.between(1, rhythmDays);
      const slowPayer = random.between(1, 5) === 1;
      return {
        customerCode: customer.code,
        warehouseCode: customer.territory === 'HB' ? 'WH' : 'CS',
        login: customer.territory === 'HB' ? 'zhou' : 'chen',
        daysAgo,
        state: daysAgo > 6 ? 'shipped' : 'open',
        paid: daysAgo > customer.paymentTermsDays + (slowPayer ? 40 : 4),
        lines: random.some(favourites, random.between(2, 6)).map((product) => {
          const [least, most] = usualQuantity(Number(product.price));
          return {
            productCode: product.code,
            quantity: Math.max(least, Math.round(random.between(least, most) / 6) * 6 || least),
            discount: random.oneOf([0, 0, 0, 300, 500]),
          };
        }),
      };
    });
  });

  return {
    warehouses: [
      { code: 'WH', name: { zh: '武汉仓', en: 'Wuhan' } },
      { code: 'CS', name: { zh: '长沙仓', en: 'Changsha' } },
    ],
    territories: [
      { code: 'HB', name: { zh: '湖北', en: 'Hubei' } },
      { code: 'HN', name: { zh: '湖南', en: 'Hunan' } },
    ],
    stock,
    orders: orders.sort((a, b) => b.daysAgo - a.daysAgo),
  };
}
