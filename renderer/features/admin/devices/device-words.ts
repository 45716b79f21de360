/** What a device's state, its contact and its work come to in words. */
import type { DeviceInfo, HeldCommand } from '#shared/protocol/devices.ts';
import { durationText } from '../../../app/duration.ts';
import { i18n } from '../../../app/i18n.ts';
import { countText, moneyText } from '../../../ui/format-text.ts';
import type { StateName } from '../../../ui/state-tag.tsx';

/** So long without a word from a device is worth a look. */
const SILENT_MS = 7 * 86_400_000;

export const stateShapes: Readonly<Record<DeviceInfo['state'], StateName>> = {
  open: 'done',
  locked: 'wait',
  revoked: 'late',
  wiped: 'draft',
};

/** How long ago it was heard. @param heardAt when the list was */
export function contactText({ lastContactAt }: Pick<DeviceInfo, 'lastContactAt'>, heardAt: number): string {
  const since = heardAt - lastContactAt;
  return since < 60_000 ? i18n.t('admin.devices.justNow') : i18n.t('admin.devices.ago', { since: durationText(since) });
}

export const isSilent = ({ lastContactAt, state }: DeviceInfo, heardAt: number): boolean =>
  state === 'open' && heardAt - lastContactAt > SILENT_MS;

/** What waits on it, what of that is not on its screens, and what it handed over. */
export function workText({ waiting, unshown, quarantined, state }: DeviceInfo): string {
  if (quarantined > 0) return i18n.t('admin.devices.toDecide', { count: quarantined, rows: countText(quarantined) });
  if (state === 'wiped') return i18n.t('admin.devices.handedOver');
  if (waiting === null) return i18n.t('admin.devices.neverSaid');
  if (waiting === 0 && unshown.length === 0) return i18n.t('admin.devices.nothingWaits');
  const waits = i18n.t('admin.devices.waits', { count: waiting, rows: countText(waiting) });
  if (unshown.length === 0) return waits;
  return `${waits} · ${i18n.t('admin.devices.unshownShort', { count: unshown.length })}`;
}

/** A scope in words: the place, team or person that it is of. */
export function scopeText({ scope, name }: DeviceInfo['holds'][number]): string {
  const kind = /^[a-z]+/.exec(scope)?.[0] ?? '';
  const right = scope.includes('/') ? scope.slice(scope.indexOf('/') + 1) : null;
  if (right !== null) {
    const fallback = i18n.t('admin.devices.scopes.right');
    return i18n.t(`admin.devices.scopes.rights.${right.replace('.', '_')}`, { defaultValue: fallback });
  }
  return i18n.t(`admin.devices.scopes.${kind}`, { name: name ?? '', defaultValue: name ?? scope });
}

/** A command as the sync ledger tells it. */
export function deedText({ name, subject }: HeldCommand): string {
  const key = `commands.${name}`;
  const deed = i18n.exists(key) ? i18n.t(key) : name;
  const { document, party, amountMinor, currency, rows } = subject;
  const amount = amountMinor !== undefined && currency !== undefined ? moneyText(amountMinor, currency) : null;
  const parts = `commandParts.${name}`;
  const count =
    rows === undefined || !i18n.exists(parts, { count: rows })
      ? null
      : i18n.t(parts, { count: rows, rows: countText(rows) });
  return [deed, document, party, amount, count].filter((word) => typeof word === 'string' && word !== '').join(' · ');
}
