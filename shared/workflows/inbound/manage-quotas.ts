/**
 * Stock that one person may promise without asking (R20): granted, and given back. Guards:
 * - what somebody may have promised without a network is not promised to others: a quota is given back by its holder, on
 *   the device that holds it, or by whoever grants them and says that they do without the holder's word;
 * - nothing is held for a computer that its holder does not have: nobody could promise it.
 */
import { z } from 'zod';
import { companySettings, userName } from '../../domains/admin/api.ts';
import {
  grantQuotaRow,
  isHeldOn,
  planReservations,
  productsForDocument,
  quotaById,
  setQuotaLeft,
  warehouseForDocument,
} from '../../domains/inventory/api.ts';
import { defineCommand } from '../../kernel/command.ts';
import { idSchema } from '../../kernel/ids.ts';
import { calendarDateAt, calendarDateSchema } from '../../kernel/instants.ts';
import { positiveQuantitySchema } from '../../kernel/money.ts';

const MANAGE = 'inventory.manageQuotas';

/** Holds stock back for one person: what is on the van, or promised on the road. */
export const grantQuota = defineCommand({
  name: 'inventory.grantQuota',
  version: 1,
  kind: 'request',
  permission: MANAGE,
  args: z.strictObject({
    quotaId: idSchema,
    userId: idSchema,
    warehouseId: idSchema,
    productId: idSchema,
    quantity: positiveQuantitySchema,
    validUntil: calendarDateSchema.nullable(),
    /** The holder's one device that may promise it (K7); null: any of theirs. */
    deviceCode: z
      .string()
      .regex(/^[0-9A-Z]{2,4}$/)
      .nullable()
      .default(null),
  }),
  reads: ['users', 'warehouses', 'products', 'lots', 'lotBalances', 'settings'],
  writes: ['stockQuotas', 'stockBalances'],
  refusals: {
    'inventory.warehouseGone': 'reject',
    'inventory.productGone': 'reject',
    'inventory.quotaForNobody': 'reject',
    'inventory.quotaForNoDevice': 'reject',
    'inventory.quotaBeyondStock': 'reject',
    'inventory.quotaExists': 'reject',
  },
  async run(tx, args, context) {
    const { quotaId, userId, warehouseId, productId, quantity, validUntil, deviceCode } = args;
    if (await quotaById(tx, quotaId)) throw context.refusal('inventory.quotaExists');
    const name = await userName(tx, userId);
    if (name === null) throw context.refusal('inventory.quotaForNobody');
    if (deviceCode !== null && (await context.isDeviceOf(userId, deviceCode)) === false) {
      throw context.refusal('inventory.quotaForNoDevice', { person: name, device: deviceCode });
    }
    await warehouseForDocument(tx, warehouseId);
    const product = (await productsForDocument(tx, [productId])).get(productId);
    const request = { reservationId: quotaId, orderLineId: quotaId, productId, quantity };
    const settings = await companySettings(tx);
    const today = calendarDateAt(context.now, settings['company.utcOffsetMinutes']);
    // Of what nobody holds yet: no quota of anybody's counts, not even the same person's.
    const [stock] = await planReservations(tx, { warehouseId, today, userId: '', device: context.device }, [request]);
    const available = Math.max(0, stock?.available ?? 0);
    if (quantity > available) {
      throw context.refusal('inventory.quotaBeyondStock', { product: product?.name ?? '', available });
    }
    const row = { id: quotaId, userId, userName: name, warehouseId, productId, granted: quantity, left: quantity };
    await grantQuotaRow(tx, { ...row, deviceCode, validUntil }, context);
    return { quotaId, userName: name, productName: product?.name ?? '' };
  },
  subject: (_, { userName: party, productName: document }) => ({ party, document }),
  makes: ({ quotaId }) => [quotaId],
  withdraw: ({ quotaId }) => ({
    name: 'inventory.giveBackQuota',
    args: { quotaId, quantity: null, withoutHolder: true },
  }),
});

/**
 * Gives back what is left of a quota, or part of it. Its holder does, where it is held: what was promised there comes
 * before. Whoever grants them may without the holder; what the holder has promised and not sent yet may be missing then.
 */
export const giveBackQuota = defineCommand({
  name: 'inventory.giveBackQuota',
  version: 1,
  kind: 'request',
  permission: 'inventory.see',
  args: z.strictObject({
    quotaId: idSchema,
    quantity: positiveQuantitySchema.nullable(),
    withoutHolder: z.boolean().default(false),
  }),
  reads: [],
  writes: ['stockQuotas', 'stockBalances'],
  refusals: {
    'inventory.quotaGone': 'reject',
    'inventory.quotaHeldElsewhere': 'reject',
    'inventory.quotaLess': 'adjust',
  },
  async run(tx, { quotaId, quantity, withoutHolder }, context) {
    const quota = await quotaById(tx, quotaId);
    const { actor } = context;
    const isHolder = quota?.userId === actor.userId;
    const manages = actor.permissions.has(MANAGE);
    if (!quota || !(isHolder || manages)) throw context.refusal('inventory.quotaGone');
    const isHere = isHolder && isHeldOn(quota, context.device);
    if (!isHere && !(manages && withoutHolder)) {
      const { userName: person, deviceCode } = quota;
      const onDevice = deviceCode === null ? {} : { device: deviceCode, context: 'onDevice' };
      throw context.refusal('inventory.quotaHeldElsewhere', { person, ...onDevice });
    }
    const given = Math.min(quota.left, quantity ?? quota.left);
    if (quantity !== null && given < quantity) context.adjust('inventory.quotaLess', { given });
    await setQuotaLeft(tx, quotaId, quota.left - given, context);
    return { quotaId, given, userName: quota.userName };
  },
  subject: (_, { userName: party }) => ({ party }),
});
