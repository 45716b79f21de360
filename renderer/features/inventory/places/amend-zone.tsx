import type { ReactNode } from 'react';
import { z } from 'zod';
import { type AmendDialogProps, argsOf } from '../../../app/mending.ts';
import { ZoneDialog } from './zone-dialog.tsx';

const typed = z.object({
  zoneId: z.string(),
  warehouseId: z.string(),
  code: z.string(),
  name: z.string(),
  kind: z.enum(['storage', 'receiving', 'staging', 'quarantine']),
});

/** A rejected zone as it was typed. */
export function AmendZone({ entry, onClose }: AmendDialogProps): ReactNode {
  const read = typed.safeParse(argsOf(entry));
  if (!read.success) return null;
  const { zoneId: id, warehouseId, ...texts } = read.data;
  return <ZoneDialog warehouseId={warehouseId} zone={{ id, ...texts }} onClose={onClose} />;
}
