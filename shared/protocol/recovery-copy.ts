/** What passes between a device, its administrator and back when a database's key is lost (docs/decisions). */
import { z } from 'zod';
import { idSchema } from '../kernel/ids.ts';

const owner = { companyId: idSchema, userId: idSchema, deviceId: idSchema } as const;

/** Beside the database: its key, sealed to the company's recovery key. Nobody on the device opens it. */
export const recoveryCopySchema = z.strictObject({
  version: z.literal(1),
  ...owner,
  name: z.string(),
  /** Which recovery key it is sealed to. */
  keyId: z.string(),
  /** Of which database key, without telling it. */
  keyMark: z.string(),
  sealed: z.string(),
});
export type RecoveryCopy = z.infer<typeof recoveryCopySchema>;

/** What the administrator gives back: the database's key itself. Whoever has it and the database reads it all. */
export const recoveredKeySchema = z.strictObject({ version: z.literal(1), ...owner, key: z.string() });
export type RecoveredKey = z.infer<typeof recoveredKeySchema>;

/** What a copy is bound to: it does not open as another person's. */
export const purposeOf = ({ companyId, userId }: Pick<RecoveryCopy, 'companyId' | 'userId'>): string =>
  `${companyId} ${userId}`;
