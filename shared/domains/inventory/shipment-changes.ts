/**
 * The history of a shipment (R8, R10): what became of it after it left. Guards:
 * - a row is added and none is ever changed, so that who said what first stays to be read;
 * - proof of a delivery is added beside what is there, and the same picture is there once.
 */
import type { WriteContext } from '../../kernel/command.ts';
import type { Instant } from '../../kernel/instants.ts';
import { insertRows } from '../../kernel/prepared.ts';
import type { AuditColumns, Row, Tx } from '../../kernel/table.ts';

type Told = Omit<Row<'shipmentChanges'>, keyof AuditColumns | 'id' | 'shipmentId' | 'deviceCode'>;
/** What is told of a change; the rest of its row is empty. */
export type ShipmentChange = Pick<Told, 'kind' | 'changedAt'> & Partial<Told>;

/** Writes what became of a shipment, in its order; once in a command. */
export async function noteShipmentChanges(
  tx: Tx,
  shipmentId: string,
  changes: readonly ShipmentChange[],
  context: WriteContext,
): Promise<void> {
  await insertRows(
    tx,
    'shipmentChanges',
    changes.map((change, index) => ({
      id: `${context.commandId}:${index + 1}`,
      shipmentId,
      deviceCode: context.device.code,
      ...{ carrierBefore: null, carrierAfter: null, numberBefore: null, numberAfter: null, parcelCode: null },
      ...{ personName: null, fileHash: null, note: null },
      ...change,
      ...context.created(),
    })),
  );
}

/** What shows that goods arrived, as somebody brings it. */
export interface DeliveryProof {
  readonly at: Instant;
  /** Who signed. */
  readonly personName: string | null;
  readonly signatureHash: string | null;
  readonly photoHashes: readonly string[];
  readonly note: string | null;
}

/** Adds proof to a shipment beside what it has. @returns how much of it was new */
export async function addProof(
  tx: Tx,
  shipment: Pick<Row<'shipments'>, 'id' | 'signatureHash' | 'photoHash'>,
  { at: changedAt, personName, signatureHash, photoHashes, note }: DeliveryProof,
  context: WriteContext,
): Promise<number> {
  const there = await tx
    .selectFrom('shipmentChanges')
    .select('fileHash')
    .where('shipmentId', '=', shipment.id)
    .where('fileHash', 'is not', null)
    .orderBy('id')
    .execute();
  const known = new Set([shipment.signatureHash, shipment.photoHash, ...there.map(({ fileHash }) => fileHash)]);
  const brought: ShipmentChange[] = [
    ...(signatureHash === null
      ? []
      : [{ kind: 'signatureAdded' as const, changedAt, fileHash: signatureHash, personName }]),
    ...[...new Set(photoHashes)].map((fileHash) => ({ kind: 'pictureAdded' as const, changedAt, fileHash })),
  ];
  const added = brought.filter(({ fileHash = null }) => !known.has(fileHash));
  // What was said to it stands once, with the first.
  const told = added.map((change, index) => (index === 0 ? { ...change, note } : change));
  await noteShipmentChanges(tx, shipment.id, told, context);
  return told.length;
}
