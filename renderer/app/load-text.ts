/** How far a load of the person's data is, in their words. */
import type { LoadProgress, SyncStatus } from '#shared/protocol/bridge.ts';
import { bytesText, countText, percentText } from '../ui/format-text.ts';
import { durationText } from './duration.ts';
import { i18n } from './i18n.ts';

/** Nearer to the end nobody reads the seconds one by one. */
const STEP_SECONDS = 5;

export interface LoadText {
  /** How much of it is here, 0 to 1; null while that is not known. */
  readonly share: number | null;
  /** `34%`; null while it is not known. */
  readonly percent: string | null;
  /** `12,400 of 100,000 customers`; null before the first rows. */
  readonly amount: string | null;
  /** `40 s left`, or what it waits for. */
  readonly left: string | null;
  /** `3.2 MB loaded`; null before the first rows. */
  readonly size: string | null;
}

/** @returns the amounts of a load as texts */
export function loadText(load: LoadProgress, network: SyncStatus['network']): LoadText {
  const isBegun = load.rows > 0 && load.totalRows > 0;
  const share = isBegun ? Math.min(1, load.rows / load.totalRows) : null;
  return {
    share,
    // Whole only when it is whole.
    percent: share === null ? null : percentText(Math.floor(share * 100) * 100),
    amount: isBegun ? amountText(load) : null,
    left: leftText(load, isBegun, network),
    size: load.bytes > 0 ? i18n.t('load.size', { size: bytesText(load.bytes) }) : null,
  };
}

function amountText({ table, tableRows, tableTotalRows, rows, totalRows }: LoadProgress): string {
  const own = table === null ? null : `load.of.${table}`;
  const isNamed = own !== null && i18n.exists(own, { count: tableTotalRows });
  const [done, total] = isNamed ? [tableRows, tableTotalRows] : [rows, totalRows];
  const amounts = { count: total, done: countText(done), total: countText(total) };
  return isNamed ? i18n.t(own, amounts) : i18n.t('load.of.rows', amounts);
}

function leftText(load: LoadProgress, isBegun: boolean, network: SyncStatus['network']): string | null {
  if (isBegun && load.rows >= load.totalRows) return i18n.t('load.ends');
  if (network === 'offline') return i18n.t('load.halted');
  if (!isBegun) return i18n.t('load.begins');
  if (load.secondsLeft === null) return null;
  const seconds = Math.max(1, Math.ceil(load.secondsLeft / STEP_SECONDS)) * STEP_SECONDS;
  return i18n.t('load.left', { time: durationText((seconds < 60 ? seconds : Math.ceil(seconds / 60) * 60) * 1000) });
}

/** Amount, time and size in one line: `12,400 of 100,000 customers · 40 s left · 3.2 MB loaded`. */
export function loadLine({ amount, left, size }: LoadText): string {
  return [amount, left, size].filter((part) => part !== null).join(' · ');
}
