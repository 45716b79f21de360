import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { currencySchema } from '../../../kernel/money.ts';
import { codeSchema, nameSchema, permissions } from '../model.ts';

const optional = (maxLength: number) => z.string().trim().min(1).max(maxLength).nullable();

/**
 * Makes a legal entity, or changes it (R11). One of them is always the default, and that one is active; the currency of
 * the books is said once, since figures were kept in it.
 */
export const saveLegalEntity = defineCommand({
  name: 'admin.saveLegalEntity',
  version: 1,
  kind: 'request',
  permission: permissions.manageCompany,
  args: z.strictObject({
    id: idSchema,
    code: codeSchema,
    name: nameSchema,
    taxNumber: optional(40),
    address: optional(300),
    phone: optional(40),
    bankName: optional(200),
    bankAccount: optional(60),
    /** SHA-256 (hex) of a file that the server has. */
    logoHash: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .nullable(),
    baseCurrency: currencySchema,
    isDefault: z.literal([0, 1]),
    active: z.literal([0, 1]),
  }),
  reads: ['legalEntities'],
  writes: ['legalEntities'],
  refusals: {
    'admin.codeTaken': 'reject',
    'admin.defaultEntityNeeded': 'reject',
    'admin.defaultEntityInactive': 'reject',
    'admin.baseCurrencyFixed': 'reject',
  },
  async run(tx, args, context) {
    const entities = await tx
      .selectFrom('legalEntities')
      .select(['id', 'code', 'name', 'baseCurrency', 'isDefault'])
      .orderBy('id')
      .execute();
    const known = entities.find((entity) => entity.id === args.id);
    const others = entities.filter((entity) => entity !== known);
    const taken = others.find((entity) => entity.code === args.code);
    if (taken) throw context.refusal('admin.codeTaken', { code: args.code });
    if (known && known.baseCurrency !== args.baseCurrency) {
      throw context.refusal('admin.baseCurrencyFixed', { name: known.name, currency: known.baseCurrency });
    }
    if (args.isDefault === 1 && args.active === 0) {
      throw context.refusal('admin.defaultEntityInactive', { name: args.name });
    }
    const isDefaultElsewhere = others.some((entity) => entity.isDefault === 1);
    if (args.isDefault === 0 && !isDefaultElsewhere) {
      throw context.refusal('admin.defaultEntityNeeded', { name: args.name });
    }
    if (args.isDefault === 1 && isDefaultElsewhere) {
      await tx
        .updateTable('legalEntities')
        .set({ isDefault: 0, ...context.updated() })
        .where('isDefault', '=', 1)
        .where('id', '!=', args.id)
        .execute();
    }
    if (!known) {
      await tx
        .insertInto('legalEntities')
        .values({ ...args, ...context.created() })
        .execute();
      return;
    }
    const { id, ...changes } = args;
    await tx
      .updateTable('legalEntities')
      .set({ ...changes, ...context.updated() })
      .where('id', '=', id)
      .execute();
  },
  subject: ({ code, name }) => ({ document: code, party: name }),
  makes: ({ id }) => [id],
});
