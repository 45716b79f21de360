import type { ReactNode } from 'react';
import { z } from 'zod';
import type { ProductListRow } from '#shared/domains/inventory/queries/product-list.ts';
import { formatDecimal } from '#shared/kernel/money.ts';
import { type AmendDialogProps, argsOf } from '../../../app/mending.ts';
import { useQuery } from '../../../app/use-query.ts';
import { GrantDialog } from './quota-dialogs.tsx';

const typed = z.object({
  userId: z.string(),
  warehouseId: z.string(),
  productId: z.string(),
  quantity: z.int(),
  validUntil: z.string().nullable(),
  deviceCode: z.string().nullable().default(null),
});
const SCALE = 4;

/** A rejected quota as it was typed. */
export function AmendQuota({ entry, onClose }: AmendDialogProps): ReactNode {
  const read = typed.safeParse(argsOf(entry));
  const { productId = '', warehouseId = '' } = read.data ?? {};
  const products = useQuery<ProductListRow[]>('inventory.productsById', { ids: [productId], warehouseId });
  if (!read.success || products.loading) return null;
  const { userId, quantity, validUntil, deviceCode } = read.data;
  const product = products.data?.find(({ id }) => id === productId) ?? null;
  const given = { userId, product, warehouseId, validUntil, deviceCode, quantity: formatDecimal(quantity, SCALE) };
  return <GrantDialog given={given} onClose={onClose} />;
}
