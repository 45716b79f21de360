/** What an administrator did with a device, as the audit tells it: no command of a device, but a deed of the same kind. */
import type { Row } from '#shared/kernel/table.ts';
import { DEVICES } from './told-columns.ts';

type Change = Pick<Row<'rowChanges'>, 'tableName' | 'columnName' | 'became'>;

interface Deed {
  readonly name: string;
  readonly column: string;
  /** What the column became; null: anything. */
  readonly became: string | null;
}

/** As server/devices/change-device.ts writes them. */
export const deviceDeeds: readonly Deed[] = [
  { name: 'devices.lock', column: 'state', became: 'locked' },
  { name: 'devices.unlock', column: 'state', became: 'open' },
  { name: 'devices.revoke', column: 'state', became: 'revoked' },
  { name: 'devices.rename', column: 'givenName', became: null },
  { name: 'devices.takeRecoveryCopy', column: 'recoveryCopy', became: null },
  { name: 'devices.runQuarantine', column: 'handedOver', became: 'run' },
  { name: 'devices.discardQuarantine', column: 'handedOver', became: 'discarded' },
];

/** What was done with a device; null: something else, which the server did by itself. */
export function deedOf(changes: readonly Change[]): string | null {
  for (const { tableName, columnName, became } of changes) {
    if (tableName !== DEVICES) continue;
    const deed = deviceDeeds.find((known) => known.column === columnName && (known.became ?? became) === became);
    if (deed) return deed.name;
  }
  return null;
}
