/** Who looks after suppliers, and says afterwards from whom goods came. */
import type { CommandGenerator, GeneratorView } from '../../../kernel/simulation.ts';

const people = ['manager', 'warehouse', 'administrator'];

export const generators: readonly CommandGenerator[] = [
  { name: 'inventory.saveSupplier', weight: 1, roles: people, make: saveSupplier },
  { name: 'inventory.nameSupplier', weight: 1, roles: people, make: nameSupplier },
];

/** Few codes, so that two desks often want the same one. */
async function saveSupplier({ random, newId, db }: GeneratorView) {
  const known = await db.selectFrom('suppliers').select('id').orderBy('id').execute();
  const [again] = random.some(known, 1);
  const code = `V${random.between(1, 9)}`;
  if (!again || random.chance(40)) {
    const fields = {
      ...{
        code,
        name: `供应商 ${random.between(1, 20)}`,
        taxNumber: null,
        contactName: null,
        phone: null,
        email: null,
      },
      ...{ address: null, city: '长沙', country: null, currency: 'CNY', paymentTermsDays: 30, leadDays: 7 },
    };
    return { name: 'inventory.saveSupplier', args: { supplierId: newId(), fields } };
  }
  const fields = random.oneOf<object>([
    { name: `供应商 ${random.between(1, 20)}` },
    { code },
    { leadDays: random.chance(80) ? random.between(1, 60) : null, phone: '0731-8245 1100' },
    { contactName: random.chance(70) ? '陈建国' : null },
    { paymentTermsDays: random.between(0, 90) },
    { currency: random.oneOf(['CNY', 'USD']) },
  ]);
  return { name: 'inventory.saveSupplier', args: { supplierId: again.id, fields } };
}

async function nameSupplier({ random, db }: GeneratorView) {
  const receipts = await db.selectFrom('receipts').select(['id', 'purchaseOrderId']).orderBy('id').execute();
  const [receipt] = random.some(
    receipts.filter(({ purchaseOrderId }) => purchaseOrderId === null || random.chance(10)),
    1,
  );
  if (!receipt) return null;
  const suppliers = await db.selectFrom('suppliers').select('id').orderBy('id').execute();
  const [supplier] = random.chance(80) ? random.some(suppliers, 1) : [];
  return { name: 'inventory.nameSupplier', args: { receiptId: receipt.id, supplierId: supplier?.id ?? null } };
}
