import type { BusinessRows, Cell, ModelRow, Writing } from './business-rows.ts';

/** On whose behalf a command runs, and with which time. */
export interface Act extends Writing {
  readonly commandId: string;
  /** Null: as on a device, whose database holds only what its person sees. */
  sees(scope: string): boolean;
  readonly permissions: ReadonlySet<string>;
  readonly deviceCode: string;
  readonly formerCodes: readonly string[];
  /** Numbers of billing documents that the server gave it, in their order; a device gives none. */
  readonly legalNumbers?: readonly number[];
  /** Whether a person has a computer with this code; without it nobody can say, as on a device. */
  isDeviceOf?(userId: string, code: string): boolean;
  /** On the server a refused creation leaves its stub. */
  readonly leavesStub: boolean;
}

export interface GivenReason {
  readonly code: string;
  readonly params: Readonly<Record<string, Cell>>;
}

export type Ended =
  | { readonly state: 'applied'; readonly reasons: readonly GivenReason[] }
  | { readonly state: 'adjusted'; readonly reasons: readonly GivenReason[] }
  | { readonly state: 'rejected'; readonly reasons: readonly GivenReason[] }
  /** It breaks: nothing of it is there, and the server calls it failed. */
  | { readonly state: 'failed'; readonly reasons: readonly GivenReason[] };

export const applied: Ended = { state: 'applied', reasons: [] };
export const failed: Ended = { state: 'failed', reasons: [] };
export const adjusted = (reasons: readonly GivenReason[]): Ended => ({ state: 'adjusted', reasons });
export const rejected = (code: string, params: GivenReason['params']): Ended => ({
  state: 'rejected',
  reasons: [{ code, params }],
});

/** How the auditor thinks that a command ends; it writes what it thinks that the command writes. */
export type ModelledRun = (rows: BusinessRows, args: unknown, act: Act) => Ended;

export function readSetting(rows: BusinessRows, key: string, otherwise: string): string {
  return String(rows.get('settings', key)?.value ?? otherwise);
}

/** R9, R113: how far a person may go below the list: the own limit, else the role's, else the company's; no right, no step. */
export function discountLimitOf(rows: BusinessRows, act: Act): number {
  if (!act.permissions.has('sales.confirmOrder#discount')) return 0;
  return limitOf(rows, act, 'discount', Number(readSetting(rows, 'sales.discountLimit', '1000')));
}

/** R113: the person's own, the role's, or what holds without either. */
export function limitOf(rows: BusinessRows, act: Act, kind: string, otherwise: number): number {
  const isOfKind = (row: ModelRow) => row.kind === kind && row.deletedAt === null;
  const [own] = rows.find('userLimits', (row) => isOfKind(row) && row.userId === act.userId);
  if (own) return Number(own.value);
  const roleId = rows.get('users', act.userId)?.roleId;
  const [ofRole] = rows.find('roleLimits', (row) => isOfKind(row) && row.roleId === roleId);
  return ofRole ? Number(ofRole.value) : otherwise;
}

/** R9: whether a price after its discount is under what the product may go for. */
export function isUnderFloor(line: { readonly unitPrice: number; readonly discount: number }, floor: Cell): boolean {
  return floor !== null && BigInt(line.unitPrice) * BigInt(10_000 - line.discount) < BigInt(floor) * 10_000n;
}
