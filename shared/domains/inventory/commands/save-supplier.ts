import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { currencySchema } from '../../../kernel/money.ts';
import type { Row } from '../../../kernel/table.ts';

/** Whoever writes suppliers has their rows too. */
const SEE = 'inventory.seeSuppliers';

const told = (maxLength: number) => z.string().trim().min(1).max(maxLength).nullable();

const fieldsSchema = z.strictObject({
  /** The company's own key, which imports update by: at most 40 signs. */
  code: z.string().trim().min(1).max(40),
  name: z.string().trim().min(1).max(200),
  taxNumber: told(40),
  contactName: told(120),
  phone: told(60),
  email: told(200),
  address: told(300),
  city: told(120),
  country: told(80),
  currency: currencySchema,
  paymentTermsDays: z.int().min(0).max(365),
  /** Days from the order to the goods. */
  leadDays: z.int().min(0).max(1_000).nullable(),
});
type Fields = z.infer<typeof fieldsSchema>;

interface SavedSupplier {
  readonly code: string;
  readonly name: string;
}

/**
 * Makes a supplier, or changes one: a field that is left out stays as it is, so that two people who change different
 * things of it do not undo each other. Orders and receipts keep the name that they were written with.
 */
export const saveSupplier = defineCommand({
  name: 'inventory.saveSupplier',
  version: 1,
  kind: 'request',
  permission: 'inventory.purchase',
  args: z.strictObject({ supplierId: idSchema, fields: fieldsSchema.partial() }),
  reads: ['suppliers'],
  writes: ['suppliers'],
  refusals: {
    'kernel.notPermitted': 'reject',
    'inventory.supplierGone': 'reject',
    'inventory.supplierCodeTaken': 'reject',
  },
  async run(tx, { supplierId, fields: said }, context): Promise<SavedSupplier> {
    if (!context.actor.permissions.has(SEE)) throw context.refusal('kernel.notPermitted', { permission: SEE });
    const known = await tx
      .selectFrom('suppliers')
      .selectAll()
      .where('id', '=', supplierId)
      .orderBy('id')
      .executeTakeFirst();
    if (known && known.deletedAt !== null) throw context.refusal('inventory.supplierGone');
    const fields = known ? { ...fieldsOf(known), ...given(said) } : fieldsSchema.safeParse(said).data;
    // A change of a supplier that this database never had: what would have made it was refused.
    if (!fields) throw context.refusal('inventory.supplierGone');
    const { code, name } = fields;
    if (code !== known?.code) {
      const other = await tx
        .selectFrom('suppliers')
        .select('name')
        .where('code', '=', code)
        .where('id', '!=', supplierId)
        .where('deletedAt', 'is', null)
        .orderBy('id')
        .executeTakeFirst();
      if (other) throw context.refusal('inventory.supplierCodeTaken', { code, supplier: other.name });
    }
    if (!known) {
      await tx
        .insertInto('suppliers')
        .values({ id: supplierId, ...fields, ...context.created() })
        .execute();
      return { code, name };
    }
    const changes = Object.entries(fields).filter(([column, value]) => value !== known[column as keyof Fields]);
    if (changes.length > 0) {
      await tx
        .updateTable('suppliers')
        .set({ ...Object.fromEntries(changes), ...context.updated() })
        .where('id', '=', supplierId)
        .execute();
    }
    return { code, name };
  },
  subject: (_args, { code: document, name: party }) => ({ document, party }),
  makes: ({ supplierId }) => [supplierId],
});

function fieldsOf(row: Row<'suppliers'>): Fields {
  const columns = Object.keys(fieldsSchema.shape) as (keyof Fields)[];
  return Object.fromEntries(columns.map((column) => [column, row[column]])) as unknown as Fields;
}

/** Fields that were said; one that is undefined was not. */
const given = (said: { readonly [Field in keyof Fields]?: Fields[Field] | undefined }) =>
  Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) as Partial<Fields>;
