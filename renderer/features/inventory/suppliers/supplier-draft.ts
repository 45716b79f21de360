/** A supplier as it is being written, and what of it is sent. */
import type { Row } from '#shared/kernel/table.ts';
import { asTyped } from '../../../app/mending.ts';

const required = ['code', 'name'] as const;
const optional = ['taxNumber', 'contactName', 'phone', 'email', 'address', 'city', 'country'] as const;
const days = ['paymentTermsDays', 'leadDays'] as const;

/** Fields in the order in which they are written. */
export const supplierFields = [...required, ...optional, ...days] as const;
export type SupplierField = (typeof supplierFields)[number];

export type SupplierDraft = Readonly<Record<SupplierField | 'currency', string>>;

/** How many signs each takes; days are at most so many. */
export const MOST: Readonly<Record<SupplierField, number>> = {
  ...{ code: 40, name: 200, taxNumber: 40, contactName: 120, phone: 60, email: 200, address: 300, city: 120 },
  ...{ country: 80, paymentTermsDays: 365, leadDays: 1_000 },
};

/** @param defaults of a new one */
export function supplierDraftOf(
  supplier: Row<'suppliers'> | null,
  defaults: { readonly currency: string; readonly paymentTermsDays: number },
): SupplierDraft {
  const said = (name: SupplierField) => {
    const value = supplier?.[name];
    return value === null || value === undefined ? '' : String(value);
  };
  const texts = Object.fromEntries(supplierFields.map((name) => [name, said(name)])) as Record<SupplierField, string>;
  return {
    ...texts,
    paymentTermsDays: String(supplier?.paymentTermsDays ?? defaults.paymentTermsDays),
    currency: supplier?.currency ?? defaults.currency,
  };
}

/** The fields of a command as they were typed, over what stands. */
export function supplierDraftWith(standing: SupplierDraft, fields: unknown): SupplierDraft {
  return { ...standing, ...asTyped(typeof fields === 'object' && fields !== null ? { ...fields } : {}) };
}

/** A number of days as it was typed; `undefined` where it cannot be read, null where nothing was typed. */
function wholeDays(text: string, most: number): number | null | undefined {
  if (text.trim() === '') return null;
  const value = /^\d{1,5}$/.test(text.trim()) ? Number(text.trim()) : Number.NaN;
  return value <= most ? value : undefined;
}

function fieldsOf(draft: SupplierDraft): Record<string, string | number | null | undefined> {
  return {
    ...Object.fromEntries(required.map((name) => [name, draft[name].trim()])),
    ...Object.fromEntries(optional.map((name) => [name, draft[name].trim() || null])),
    ...Object.fromEntries(days.map((name) => [name, wholeDays(draft[name], MOST[name])])),
    currency: draft.currency,
  };
}

/** Fields that cannot be taken as they were typed. */
export function wrongSupplierFields(draft: SupplierDraft): ReadonlySet<string> {
  const fields = fieldsOf(draft);
  const wrong = new Set<string>(required.filter((name) => fields[name] === ''));
  for (const [name, value] of Object.entries(fields)) if (value === undefined) wrong.add(name);
  if (fields.paymentTermsDays === null) wrong.add('paymentTermsDays');
  return wrong;
}

/** The fields of `inventory.saveSupplier`: what differs from what stands, all of a new one; null: nothing does. */
export function changedSupplierFields(
  draft: SupplierDraft,
  standing: SupplierDraft,
  isNew: boolean,
): Readonly<Record<string, unknown>> | null {
  const before = fieldsOf(standing);
  const changed = Object.entries(fieldsOf(draft)).filter(([name, value]) => isNew || value !== before[name]);
  return changed.length === 0 ? null : Object.fromEntries(changed);
}
