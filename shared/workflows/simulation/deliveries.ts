/** Goods under way, as people drive and deliver them: who carries them, whose tour they go with, what proves that they came. */
import type { CommandGenerator, GeneratorView } from '../../kernel/simulation.ts';
import type { Row } from '../../kernel/table.ts';

const warehouse = ['warehouse', 'manager'];

export const generators: readonly CommandGenerator[] = [
  { name: 'inventory.planTour', weight: 2, roles: warehouse, make: planTour },
  { name: 'inventory.saveCarrier', weight: 1, roles: warehouse, make: saveCarrier },
  { name: 'inventory.nameCarrier', weight: 1, roles: warehouse, make: nameCarrier },
  { name: 'inventory.confirmDelivery', weight: 2, make: confirmDelivery },
  { name: 'inventory.addDeliveryProof', weight: 1, make: addDeliveryProof },
];

async function oneShipment({ db, random }: GeneratorView): Promise<Row<'shipments'> | undefined> {
  return random.some(await db.selectFrom('shipments').selectAll().orderBy('id').execute(), 1)[0];
}

async function planTour(view: GeneratorView) {
  const found = await oneShipment(view);
  if (!found) return null;
  const tourOn = view.random.chance(80) ? '2026-11-24' : null;
  return { name: 'inventory.planTour', args: { tourOn, driverId: view.person.userId, shipmentIds: [found.id] } };
}

async function saveCarrier({ random, newId }: GeneratorView) {
  const args = { id: newId(), code: `C${random.between(1, 4)}`, name: '顺达物流', phone: null, trackingUrl: null };
  return { name: 'inventory.saveCarrier', args: { ...args, isOwn: random.chance(30), active: true } };
}

/** Mostly a known carrier, now and then one that nobody knows, or none; also of what was taken back. */
async function nameCarrier(view: GeneratorView) {
  const { db, random } = view;
  const found = await oneShipment(view);
  if (!found) return null;
  const [carrier] = random.some(await db.selectFrom('carriers').select('id').orderBy('id').execute(), 1);
  const carrierId = random.chance(5) ? view.newId() : random.chance(80) ? (carrier?.id ?? null) : null;
  const own = random.chance(40) ? await parcelOf(view, found.id) : undefined;
  const parcels = own
    ? [{ parcelId: own, trackingNumber: random.chance(80) ? `P${random.between(1, 999)}` : null }]
    : [];
  const trackingNumber = random.chance(80) ? `SF${random.between(1_000, 9_999)}` : null;
  return { name: 'inventory.nameCarrier', args: { shipmentId: found.id, carrierId, trackingNumber, parcels } };
}

async function parcelOf({ db, random }: GeneratorView, shipmentId: string): Promise<string | undefined> {
  const rows = await db.selectFrom('parcels').select('id').where('shipmentId', '=', shipmentId).orderBy('id').execute();
  return random.some(rows, 1)[0]?.id;
}

async function confirmDelivery(view: GeneratorView) {
  const { random, now } = view;
  const found = await oneShipment(view);
  if (!found && random.chance(90)) return null;
  const files = { signatureHash: someFile(view, 30), photoHash: someFile(view, 20) };
  const word = { receivedByName: '李红梅', ...files, note: null, isRefused: random.chance(10) };
  const args = { shipmentId: found?.id ?? view.newId(), deliveredAt: now, ...word };
  return { name: 'inventory.confirmDelivery', args };
}

/** Mostly of what was delivered; now and then the same picture again, or of what is still on its way. */
async function addDeliveryProof(view: GeneratorView) {
  const { db, random, now } = view;
  const over = await db
    .selectFrom('shipments')
    .select('id')
    .where('state', 'in', ['delivered', 'refused'])
    .orderBy('id')
    .execute();
  const [found] = random.chance(80) ? random.some(over, 1) : [await oneShipment(view)];
  if (!found && random.chance(90)) return null;
  const photoHashes = [someFile(view, 60), someFile(view, 20)].filter((hash) => hash !== null);
  const signatureHash = someFile(view, photoHashes.length === 0 ? 100 : 30);
  const signedByName = signatureHash === null ? null : '李红梅';
  const files = { signedByName, signatureHash, photoHashes };
  const args = {
    shipmentId: found?.id ?? view.newId(),
    addedAt: now,
    ...files,
    note: random.chance(20) ? '补拍' : null,
  };
  return { name: 'inventory.addDeliveryProof', args };
}

/** One of few, so that some come twice. */
const someFile = ({ random }: GeneratorView, percent: number): string | null =>
  random.chance(percent) ? String(random.between(0, 9)).repeat(64) : null;
