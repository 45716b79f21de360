/** What an administrator sets up while others work: who signs, where they sell, how documents are numbered, when is closed. */
import type { CommandGenerator, GeneratorView } from '../../../kernel/simulation.ts';
import { defaultSeries } from '../model.ts';

const administrators = ['administrator'];
const accountants = ['administrator', 'finance'];

export const generators: readonly CommandGenerator[] = [
  { name: 'admin.saveLegalEntity', weight: 1, roles: administrators, make: saveLegalEntity },
  { name: 'admin.saveTerritory', weight: 1, roles: administrators, make: saveTerritory },
  { name: 'admin.saveDocumentSeries', weight: 1, roles: administrators, make: saveDocumentSeries },
  { name: 'admin.changeSettings', weight: 1, roles: administrators, make: changeSettings },
  { name: 'admin.setHolidays', weight: 1, roles: administrators, make: setHolidays },
  { name: 'admin.closePeriod', weight: 2, roles: accountants, make: (view) => periodCommand(view, 'closePeriod') },
  { name: 'admin.reopenPeriod', weight: 4, roles: accountants, make: (view) => periodCommand(view, 'reopenPeriod') },
];

async function saveLegalEntity(view: GeneratorView) {
  const { random, db } = view;
  const entities = await db.selectFrom('legalEntities').select(['id', 'code']).orderBy('id').execute();
  const [known] = random.chance(50) ? random.some(entities, 1) : [];
  const args = {
    id: known?.id ?? view.newId(),
    code: random.chance(70) ? (known?.code ?? `E${random.between(1, 9)}`) : `E${random.between(1, 9)}`,
    name: `公司 ${random.between(1, 99)}`,
    taxNumber: null,
    address: null,
    phone: null,
    bankName: null,
    bankAccount: null,
    logoHash: null,
    baseCurrency: random.chance(90) ? 'CNY' : 'USD',
    isDefault: random.chance(30) ? 1 : 0,
    active: random.chance(80) ? 1 : 0,
  };
  return { name: 'admin.saveLegalEntity', args };
}

async function saveTerritory(view: GeneratorView) {
  const { random, db } = view;
  const [known] = random.some(await db.selectFrom('territories').select('id').orderBy('id').execute(), 1);
  const id = random.chance(60) && known ? known.id : view.newId();
  return {
    name: 'admin.saveTerritory',
    args: { id, code: `T${random.between(1, 9)}`, name: `区域 ${random.between(1, 99)}` },
  };
}

async function saveDocumentSeries({ random, newId }: GeneratorView) {
  const [series] = random.some(defaultSeries, 1);
  if (!series) return null;
  const { kind } = series;
  const prefix = random.oneOf(['SO', 'ORD', 'A', 'INV', 'XS']);
  return { name: 'admin.saveDocumentSeries', args: { id: newId(), kind, prefix, digits: random.between(4, 8) } };
}

async function changeSettings({ random }: GeneratorView) {
  const change = random.oneOf([
    { key: 'sales.discountLimit', value: String(random.between(0, 30) * 100) },
    { key: 'billing.overdueHoldDays', value: String(random.between(0, 90)) },
    { key: 'company.currency', value: 'USD' },
    { key: 'inventory.receiptTolerance', value: '-1' },
  ]);
  return { name: 'admin.changeSettings', args: { changes: [change] } };
}

async function setHolidays({ random, newId }: GeneratorView) {
  const day = `2026-12-${String(random.between(1, 28)).padStart(2, '0')}`;
  const kind = random.oneOf(['holiday', 'workday', null]);
  return { name: 'admin.setHolidays', args: { days: [{ id: newId(), day, name: '调休', kind }] } };
}

async function periodCommand(view: GeneratorView, verb: 'closePeriod' | 'reopenPeriod') {
  const { random, db } = view;
  const [entity] = random.some(await db.selectFrom('legalEntities').select('id').orderBy('id').execute(), 1);
  const legalEntityId = entity?.id ?? view.newId();
  const closed = await db.selectFrom('periods').select('month').where('state', '=', 'closed').orderBy('id').execute();
  const last = closed
    .map((period) => period.month)
    .sort()
    .at(-1);
  const isIt = verb === 'reopenPeriod' && last !== undefined && !random.chance(20);
  const month = isIt ? last : `2026-${String(random.between(7, 12)).padStart(2, '0')}`;
  return { name: `admin.${verb}`, args: { legalEntityId, month, periodId: view.newId() } };
}
