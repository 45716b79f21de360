// A pick list for the preview: &open=pick, then Enter; 6901234011036 is the first line's code.
import type { PickListRow } from '#shared/domains/inventory/queries/pick-lists.ts';
import type { PickWork, PickWorkLine } from '#shared/domains/inventory/queries/pick-work.ts';
import { readScan } from '#shared/domains/inventory/rules/read-scan.ts';
import type { Scanned } from '#shared/domains/inventory/rules/scanned.ts';

const zh = new URLSearchParams(location.search).get('lang') === 'zh';
const say = (chinese: string, english: string): string => (zh ? chinese : english);

const list: PickListRow = {
  id: '01930000-0000-7000-8000-00000000a001',
  number: 'PK-K7-000012',
  warehouseId: 'w1',
  warehouseName: say('武汉仓', 'Wuhan'),
  state: 'claimed',
  orderCount: 6,
  lineCount: 18,
  releasedAt: Date.now() - 3_600_000,
  claimedBy: '01930000-0000-7000-8000-000000000001',
  claimedByName: 'Zhou',
  claimedDeviceCode: 'K7',
  claimedAt: Date.now() - 600_000,
  note: null,
};

const goods = [
  ['A-110', say('陶瓷马克杯 450ml 青', 'Stoneware mug 450 ml celadon'), 'A-03-12', 'L260918', 24],
  ['A-100', say('陶瓷马克杯 350ml 白', 'Stoneware mug 350 ml white'), 'A-04-02', 'L260911', 48],
  ['A-120', say('陶瓷汤碗 6 寸', 'Soup bowl 6 inch'), 'A-04-07', 'L260830', 10],
  [
    'B-020',
    say('不锈钢保温壶 1.5L 双层真空带杯盖 商务礼盒装', 'Stainless vacuum jug 1.5 l with cup lid in gift box'),
    'B-12-103-4',
    null,
    1_250,
  ],
] as const;

const lines = Array.from({ length: 18 }, (_line, index): PickWorkLine => {
  const [code, name, place, lot, quantity] = goods[index % goods.length] ?? goods[0];
  return {
    id: `line-${index}`,
    productId: code,
    productCode: code,
    productName: name,
    unit: say('盒', 'box'),
    tracking: lot === null ? 'none' : 'lot',
    lotId: lot,
    lotCode: lot,
    expiresOn: lot === null ? null : '2027-09-17',
    locationId: `${place}-${index}`,
    locationCode: place,
    quantity: quantity * 10_000,
    orderNumber: `SO-K7-000${119 + index}`,
    customerName: say('武汉恒通贸易有限公司', 'Hengtong Trading'),
    place: lot === null ? null : { rack: place.slice(2, 4), bay: 1, level: 2, bays: 4, levels: 4 },
    packs: code === 'A-110' ? [{ name: say('箱', 'case'), ratio: 6 }] : [],
    isDone: false,
    packaging: say('6 件/盒', '6 pieces a box'),
  };
});

const codes: Readonly<Record<string, string>> = { '6901234011036': 'A-110', '6901234567892': 'A-100' };
const work: PickWork = { list, hasPlaces: true, lines };

function findScan({ text }: { text: string }): Scanned {
  const line = lines.find(({ productCode }) => productCode === codes[text]);
  const unit = { unitName: line?.unit ?? '', unitRatio: 6 };
  const product = line
    ? [
        {
          ...unit,
          id: line.productId,
          code: line.productCode,
          name: line.productName,
          unit: line.unit,
          tracking: line.tracking,
          shelfLifeDays: null,
          discontinued: 0 as const,
        },
      ]
    : [];
  return { reading: readScan(text, 2026), products: product, lots: [], serials: [], locations: [], documents: [] };
}

export const pickQueries = {
  'admin.company': () => ({
    settings: { 'company.utcOffsetMinutes': 480, 'inventory.pickTolerance': 0 },
    warehouses: [{ id: 'w1', code: 'W', name: list.warehouseName }],
    territories: [],
    taxRates: [],
  }),
  'inventory.pickListsToDo': () => [
    list,
    {
      ...list,
      id: 'x',
      number: 'PK-K7-000013',
      state: 'released' as const,
      claimedBy: null,
      lineCount: 1,
      orderCount: 1,
    },
    { ...list, id: 'y', number: 'PK-B2-000004', claimedBy: 'y', claimedByName: say('何志强', 'He Zhiqiang') },
  ],
  'inventory.pickWork': () => work,
  'inventory.pickShelves': () => [
    {
      lotId: 'o',
      lotCode: 'L260830',
      expiresOn: '2027-08-29',
      receivedOn: '2026-08-30',
      isBlocked: false,
      locationId: 'q',
      locationCode: 'A-05-01',
      walkOrder: 9,
      free: 400_000,
    },
    {
      lotId: 'p',
      lotCode: 'L260925',
      expiresOn: '2027-09-24',
      receivedOn: '2026-09-25',
      isBlocked: false,
      locationId: 'r',
      locationCode: 'A-05-02',
      walkOrder: 10,
      free: 180_000,
    },
  ],
  'inventory.scanned': findScan,
};
