/**
 * What became of a shipment (R8, R10). Guards:
 * - what a paper of its own tells (its leaving, a return, a reversal) is read from that paper, also of shipments that are
 *   older than the history; what no paper tells stands in `shipmentChanges`.
 */
import type { Instant } from '../../../kernel/instants.ts';
import type { AuditColumns, Reader, Row } from '../../../kernel/table.ts';

type Change = Row<'shipmentChanges'>;
type Told = Omit<Change, keyof AuditColumns | 'id' | 'shipmentId' | 'kind' | 'changedAt' | 'deviceCode'>;

/** One thing that became of it. */
export interface ShipmentEvent extends Told {
  readonly id: string;
  /** reversal: it takes another shipment back; reversed: it was taken back itself. */
  readonly kind: Change['kind'] | 'shipped' | 'returned' | 'reversal' | 'reversed';
  readonly at: Instant;
  /** Null: not known on this device. */
  readonly byName: string | null;
  readonly deviceCode: string | null;
  /** The return, or the other one of a shipment and its reversal. */
  readonly documentId: string | null;
  readonly documentNumber: string | null;
}

/** What a reader of it must read. */
export const historyTables = ['shipments', 'shipmentChanges', 'users'] as const;

interface Papers {
  readonly head: Row<'shipments'>;
  /** It takes another one back. */
  readonly isReversal: boolean;
  /** The last first. */
  readonly returns: readonly Pick<Row<'goodsReturns'>, 'id' | 'number' | 'returnedAt' | 'takenByName'>[];
}

const nothing: Told & Pick<ShipmentEvent, 'documentId' | 'documentNumber'> = {
  ...{ carrierBefore: null, carrierAfter: null, numberBefore: null, numberAfter: null, parcelCode: null },
  ...{ personName: null, fileHash: null, note: null, documentId: null, documentNumber: null },
};

/** The newest first. */
export async function readShipmentHistory(db: Reader, { head, isReversal, returns }: Papers): Promise<ShipmentEvent[]> {
  const { shippedAt: at, shippedByName: byName, deviceCode } = head;
  const other = await otherOf(db, head.reversesId);
  const documents = { documentId: other?.id ?? null, documentNumber: other?.number ?? null };
  if (isReversal) {
    return [{ ...nothing, id: head.id, kind: 'reversal', at, byName, deviceCode, ...documents, note: head.note }];
  }
  const changes = await changesOf(db, head.id);
  const events: ShipmentEvent[] = [
    { ...nothing, id: head.id, kind: 'shipped', at, byName, deviceCode, ...firstCarrier(head, changes) },
    ...deliveryBefore(head, changes),
    ...changes.map(({ changedAt, ...change }) => ({ ...nothing, ...change, at: changedAt })),
    ...[...returns].reverse().map(({ id, number, returnedAt, takenByName }) => ({
      ...{ ...nothing, id, kind: 'returned' as const, at: returnedAt, byName: takenByName, deviceCode: null },
      ...{ documentId: id, documentNumber: number },
    })),
  ];
  if (other) {
    const by = { at: other.shippedAt, byName: other.shippedByName, deviceCode: other.deviceCode };
    events.push({ ...nothing, id: other.id, kind: 'reversed', ...by, ...documents, note: other.note });
  }
  // Of what happened in one moment the later row is the later one.
  return events.sort((a, b) => a.at - b.at).reverse();
}

/** The shipment that takes it back, or that it takes back. */
async function otherOf(db: Reader, id: string | null) {
  if (id === null) return undefined;
  return db
    .selectFrom('shipments')
    .select(['id', 'number', 'shippedAt', 'shippedByName', 'deviceCode', 'note'])
    .where('id', '=', id)
    .where('deletedAt', 'is', null)
    .executeTakeFirst();
}

/** In the order in which they were said. */
async function changesOf(db: Reader, shipmentId: string) {
  return db
    .selectFrom('shipmentChanges')
    .leftJoin('users', 'users.id', 'shipmentChanges.createdBy')
    .select([
      'shipmentChanges.id',
      'shipmentChanges.kind',
      'shipmentChanges.changedAt',
      'shipmentChanges.deviceCode',
      'shipmentChanges.carrierBefore',
      'shipmentChanges.carrierAfter',
      'shipmentChanges.numberBefore',
      'shipmentChanges.numberAfter',
      'shipmentChanges.parcelCode',
      'shipmentChanges.personName',
      'shipmentChanges.fileHash',
      'shipmentChanges.note',
      'users.name as byName',
    ])
    .where('shipmentChanges.shipmentId', '=', shipmentId)
    .where('shipmentChanges.deletedAt', 'is', null)
    .orderBy('shipmentChanges.changedAt')
    .orderBy('shipmentChanges.id')
    .execute();
}

type Known = Awaited<ReturnType<typeof changesOf>>;

/** Whom it was given to when it left. */
function firstCarrier({ carrierName, trackingNumber }: Row<'shipments'>, changes: Known) {
  const [first] = changes.filter(({ kind }) => kind === 'carrierNamed');
  return first
    ? { carrierAfter: first.carrierBefore, numberAfter: first.numberBefore }
    : { carrierAfter: carrierName, numberAfter: trackingNumber };
}

/** Its delivery, where it was confirmed before there was a history: nobody knows any more who wrote it down. */
function deliveryBefore(head: Row<'shipments'>, changes: Known): ShipmentEvent[] {
  const { id, state, deliveredAt: at, receivedByName: personName, deliveryNote: note } = head;
  if (at === null || changes.some(({ kind }) => kind === 'delivered' || kind === 'refused')) return [];
  const kind = state === 'delivered' ? ('delivered' as const) : ('refused' as const);
  return [{ ...nothing, id: `${id}:${kind}`, kind, at, byName: null, deviceCode: null, personName, note }];
}

/** Of these shipments those whose delivery was proved afterwards. */
export async function provedLater(db: Reader, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('shipmentChanges')
    .select('shipmentId')
    // PostgreSQL takes no empty list.
    .where('shipmentId', 'in', ids.length === 0 ? [''] : ids)
    .where('fileHash', 'is not', null)
    .where('deletedAt', 'is', null)
    .orderBy('shipmentId')
    .orderBy('id')
    .execute();
  return new Set(rows.map(({ shipmentId }) => shipmentId));
}
