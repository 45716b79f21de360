/**
 * What the warehouse of the demo company did in its last days: goods ordered, come and rejected, a transfer under way, a
 * count that is done and one that is not, orders on their way from the shelf to the door, stock on vans.
 */
import type { Deed } from './demo-deed.ts';
import {
  asksTransfer,
  buys,
  carrier,
  counts,
  delivers,
  drives,
  explains,
  grants,
  picks,
  posts,
  receives,
  releases,
  sendsTransfer,
  ships,
  startsCount,
} from './demo-warehouse-kinds.ts';

const HOUR = 60;
const buyer = { by: 'zhang', minutes: 10 * HOUR };
const keeper = { by: 'he', minutes: 9 * HOUR };
const same = (book: number): number => book;
/** A piece less, where that is within what a count may differ by. */
const nearly = (book: number): number => (book >= 30 ? book - 1 : book);

/** Oldest first. */
export const warehouseDeeds: readonly Deed[] = [
  {
    ...{ ...keeper, daysAgo: 16, minutes: 8 * HOUR + 50, name: 'inventory.saveCarrier' },
    args: carrier(
      'SF',
      { zh: '顺丰速运', en: 'SF Express' },
      '95338',
      'https://www.sf-express.com/chn/sc/waybill/waybill-detail/{number}',
    ),
  },
  {
    ...{ ...keeper, daysAgo: 16, minutes: 8 * HOUR + 52, name: 'inventory.saveCarrier' },
    args: carrier(
      'DB',
      { zh: '德邦物流', en: 'Deppon Logistics' },
      '95353',
      'https://www.deppon.com/newwebsite/track/ordertrack?no={number}',
    ),
  },
  {
    ...{ ...keeper, daysAgo: 16, minutes: 8 * HOUR + 54, name: 'inventory.saveCarrier' },
    args: carrier('VAN', { zh: '自有厢货', en: 'Our own van' }, null, null),
  },
  {
    ...{ ...buyer, daysAgo: 15, minutes: 10 * HOUR + 12, name: 'inventory.writePurchase' },
    args: buys({
      ...{ name: 'late', supplier: 'S-003', dueInDays: -4, isOrdered: true, withCost: true },
      note: { zh: '年前备货，请尽快', en: 'For the new year, as soon as you can' },
      lines: [
        { code: 'B-010', pieces: 144 },
        { code: 'B-020', pieces: 60 },
      ],
    }),
  },
  {
    ...{ ...buyer, daysAgo: 12, minutes: 11 * HOUR + 3, name: 'inventory.writePurchase' },
    args: buys({
      ...{ name: 'done', supplier: 'S-005', dueInDays: -5, isOrdered: true, withCost: true, note: null },
      lines: [
        { code: 'G-118', pieces: 100 },
        { code: 'G-120', pieces: 80 },
      ],
    }),
  },
  {
    ...{ ...buyer, daysAgo: 9, minutes: 15 * HOUR + 20, name: 'inventory.writePurchase' },
    args: buys({
      ...{ name: 'partly', supplier: 'S-001', dueInDays: 3, isOrdered: true, withCost: true, note: null },
      lines: [
        { code: 'A-100', pieces: 120 },
        { code: 'A-110', pieces: 96 },
        { code: 'A-130', pieces: 48 },
      ],
    }),
  },
  {
    ...{ ...keeper, daysAgo: 6, minutes: 8 * HOUR + 30, name: 'inventory.startCount' },
    args: startsCount('count done', 0, 5, { zh: '循环盘点', en: 'Cycle count' }),
  },
  {
    ...{ ...keeper, daysAgo: 6, minutes: 9 * HOUR + 15, name: 'inventory.recordCount' },
    args: counts('count done', [same, nearly, same, same, same]),
  },
  {
    ...{ ...buyer, daysAgo: 6, minutes: 17 * HOUR + 30, name: 'inventory.postCount' },
    args: posts('count done', { zh: '出库时点错', en: 'Miscounted on the way out' }),
  },
  {
    ...{ ...keeper, daysAgo: 5, minutes: 9 * HOUR + 40, name: 'inventory.receiveGoods' },
    args: receives('done', 'HJ-20418', [
      { code: 'G-118', pieces: 102, lot: 'HJ2611-A', expiresInDays: 1_060 },
      {
        code: 'G-118',
        pieces: 6,
        lot: 'HJ2611-A',
        expiresInDays: 1_060,
        rejected: { zh: '外箱浸水', en: 'Wet boxes' },
      },
      { code: 'G-120', pieces: 86, lot: 'HJ2611-C', expiresInDays: 1_040 },
    ]),
  },
  {
    ...{ ...buyer, daysAgo: 4, minutes: 9 * HOUR + 25, name: 'inventory.explainFlag' },
    args: explains({ zh: '供应商多送，同意收下', en: 'The supplier sent more; it stays' }),
  },
  {
    ...{ ...buyer, daysAgo: 4, minutes: 16 * HOUR + 10, name: 'inventory.grantQuota' },
    args: grants('chen', 'WH', 22, 6, -2),
  },
  {
    ...{ ...buyer, daysAgo: 3, minutes: 9 * HOUR + 5, name: 'inventory.grantQuota' },
    args: grants('zhou', 'WH', 20, 12, 30),
  },
  {
    ...{ ...buyer, daysAgo: 3, minutes: 9 * HOUR + 7, name: 'inventory.grantQuota' },
    args: grants('zhou', 'WH', 21, 8, null),
  },
  {
    ...{ ...buyer, daysAgo: 3, minutes: 9 * HOUR + 11, name: 'inventory.grantQuota' },
    args: grants('chen', 'CS', 4, 10, 14),
  },
  {
    ...{ ...buyer, daysAgo: 3, minutes: 14 * HOUR + 40, name: 'inventory.askTransfer' },
    args: asksTransfer({
      ...{ name: 'under way', from: 'WH', place: 0, inDays: 1 },
      note: { zh: '长沙门店周末活动', en: 'For the shops of Changsha at the weekend' },
    }),
  },
  {
    ...{ ...keeper, daysAgo: 2, minutes: 8 * HOUR + 35, name: 'inventory.receiveGoods' },
    args: receives('partly', 'CY-77120', [
      { code: 'A-100', pieces: 120 },
      { code: 'A-110', pieces: 48 },
    ]),
  },
  {
    ...{ ...keeper, daysAgo: 2, minutes: 9 * HOUR + 10, name: 'inventory.releaseOrders' },
    args: releases('wave 1', 6),
  },
  { ...{ ...keeper, daysAgo: 2, minutes: 10 * HOUR + 20, name: 'inventory.recordPick' }, args: picks('wave 1') },
  {
    ...{ ...keeper, daysAgo: 2, minutes: 13 * HOUR + 5, name: 'inventory.shipOrder' },
    args: ships('wave 1', {
      ...{ name: 'sent SF', carrier: 'SF', trackingNumber: 'SF1402236618734', freightMinor: 4_600 },
      parcelGrams: [6_200, 5_800],
    }),
  },
  {
    ...{ ...keeper, daysAgo: 2, minutes: 13 * HOUR + 20, name: 'inventory.shipOrder' },
    args: ships('wave 1', { name: 'van 1', carrier: 'VAN', parcelGrams: [8_400] }),
  },
  {
    ...{ ...keeper, daysAgo: 2, minutes: 17 * HOUR + 40, name: 'inventory.planTour' },
    args: drives(['van 1'], -1),
  },
  {
    ...{ ...keeper, daysAgo: 1, minutes: 9 * HOUR + 50, name: 'inventory.confirmDelivery' },
    args: delivers('van 1', { zh: '刘姐', en: 'Mrs Liu' }),
  },
  {
    ...{ ...keeper, daysAgo: 1, minutes: 13 * HOUR, name: 'inventory.sendTransfer' },
    args: sendsTransfer('under way'),
  },
  {
    ...{ ...keeper, daysAgo: 1, minutes: 14 * HOUR + 5, name: 'inventory.shipOrder' },
    args: ships('wave 1', {
      ...{ name: 'van 3', carrier: 'VAN', parcelGrams: [7_300] },
      note: { zh: '后门卸货，先打电话', en: 'Unload at the back door; ring before' },
    }),
  },
  {
    ...{ ...keeper, daysAgo: 1, minutes: 14 * HOUR + 20, name: 'inventory.shipOrder' },
    args: ships('wave 1', { name: 'van 4', carrier: 'VAN', parcelGrams: [5_200, 5_600, 2_400] }),
  },
  {
    ...{ ...keeper, daysAgo: 1, minutes: 14 * HOUR + 35, name: 'inventory.shipOrder' },
    args: ships('wave 1', { name: 'van 5', carrier: 'VAN', parcelGrams: [3_700] }),
  },
  {
    ...{ ...keeper, daysAgo: 1, minutes: 15 * HOUR, name: 'inventory.startCount' },
    args: startsCount('count open', 5, 5, { zh: '年末抽盘', en: 'Sample before the year’s end' }),
  },
  {
    ...{ ...keeper, daysAgo: 1, minutes: 15 * HOUR + 40, name: 'inventory.recordCount' },
    args: counts('count open', [same, (book) => Math.floor(book * 0.8), same]),
  },
  {
    ...{ ...keeper, daysAgo: 1, minutes: 16 * HOUR + 5, name: 'inventory.writePurchase' },
    args: buys({
      ...{ name: 'draft', supplier: 'S-009', dueInDays: 13, isOrdered: false, withCost: false, note: null },
      lines: [{ code: 'C-305', pieces: 40 }],
    }),
  },
  {
    ...{ ...keeper, daysAgo: 1, minutes: 16 * HOUR + 30, name: 'inventory.askTransfer' },
    args: asksTransfer({
      ...{ name: 'asked', from: 'CS', place: 0, inDays: 4 },
      note: { zh: '武汉缺货', en: 'Short in Wuhan' },
    }),
  },
  {
    ...{ ...keeper, daysAgo: 1, minutes: 17 * HOUR, name: 'inventory.releaseOrders' },
    args: releases('wave 2', 3),
  },
  {
    ...{ ...keeper, daysAgo: 1, minutes: 17 * HOUR + 45, name: 'inventory.planTour' },
    args: drives(['van 3', 'van 4', 'van 5'], 0),
  },
];
