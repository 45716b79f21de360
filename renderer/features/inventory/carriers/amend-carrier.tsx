import type { ReactNode } from 'react';
import { z } from 'zod';
import { type AmendDialogProps, argsOf } from '../../../app/mending.ts';
import { CarrierDialog } from './carrier-dialog.tsx';

const typed = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  phone: z.string().nullable(),
  trackingUrl: z.string().nullable(),
  isOwn: z.boolean(),
  active: z.boolean(),
});

/** A rejected carrier as it was typed. */
export function AmendCarrier({ entry, onClose }: AmendDialogProps): ReactNode {
  const read = typed.safeParse(argsOf(entry));
  if (!read.success) return null;
  const { isOwn, active, ...texts } = read.data;
  return <CarrierDialog carrier={{ ...texts, isOwn: isOwn ? 1 : 0, active: active ? 1 : 0 }} onClose={onClose} />;
}
