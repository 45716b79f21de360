/** What a scan was found to be: the shapes that the query answers with and the rules of work modes decide by. */
import type { CalendarDate } from '../../../kernel/instants.ts';
import type { ScanReading } from './read-scan.ts';

export interface ScannedProduct {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  /** Base unit. */
  readonly unit: string;
  readonly tracking: 'none' | 'lot' | 'serial';
  readonly shelfLifeDays: number | null;
  readonly discontinued: 0 | 1;
  /** What the code stands on. */
  readonly unitName: string;
  /** Base units in it (R31); null: a box whose contents nobody has written down. */
  readonly unitRatio: number | null;
}

export interface ScannedLot {
  readonly id: string;
  readonly productId: string;
  readonly productCode: string;
  readonly productName: string;
  readonly code: string;
  readonly expiresOn: CalendarDate | null;
  readonly blocked: 0 | 1;
  /** The product's base unit. */
  readonly unit?: string;
}

export interface ScannedSerial {
  readonly id: string;
  readonly productId: string;
  readonly productCode: string;
  readonly productName: string;
  readonly code: string;
  readonly lotId: string | null;
  readonly state: 'inStock' | 'shipped' | 'scrapped' | 'missing';
  readonly warehouseId: string | null;
  readonly locationId: string | null;
  /** The product's base unit. */
  readonly unit?: string;
}

export type ZoneKind = 'storage' | 'receiving' | 'staging' | 'quarantine';

export interface ScannedLocation {
  readonly id: string;
  readonly warehouseId: string;
  readonly zoneId: string;
  readonly code: string;
  readonly walkOrder: number;
  readonly active: 0 | 1;
  readonly zoneKind?: ZoneKind;
}

export type ScannedDocumentKind =
  | 'pickList'
  | 'order'
  | 'purchaseOrder'
  | 'transfer'
  | 'count'
  | 'shipment'
  | 'parcel'
  | 'receipt';

export interface ScannedDocument {
  readonly kind: ScannedDocumentKind;
  /** Of a parcel: its shipment's. */
  readonly id: string;
  readonly number: string;
}

/** What was scanned, its lot told by whoever holds it in the hand. */
export const tellLot = (found: Scanned, lot: ScannedLot): Scanned => ({ ...found, lots: [lot] });

/** One scan, and all that bears it: several where the company has the same code twice. */
export interface Scanned {
  readonly reading: ScanReading;
  readonly products: readonly ScannedProduct[];
  readonly lots: readonly ScannedLot[];
  readonly serials: readonly ScannedSerial[];
  /** Of the asked warehouse; those of others only where nothing else bears the code. */
  readonly locations: readonly ScannedLocation[];
  readonly documents: readonly ScannedDocument[];
}
