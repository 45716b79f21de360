import type { PaperDevice } from '#shared/domains/inventory/queries/holder-devices.ts';
import { useQuery } from '../../../app/use-query.ts';
import { useHolderDevices } from './use-holder-devices.ts';

/** A computer that a quota can be held on. */
export interface KnownDevice {
  readonly code: string;
  /** As its company calls it; null: only papers name it. */
  readonly name: string | null;
  /** Of what papers name: the latest. */
  readonly number: string | null;
  /** When it was heard, or wrote that paper. */
  readonly at: number;
}

export interface KnownDevices {
  readonly devices: readonly KnownDevice[];
  /** The office said so: there are no others. Else they are those that papers on this device name. */
  readonly areAll: boolean;
  readonly loading: boolean;
}

/** The computers of a person: as the office knows them, for those who may see computers; else as papers here name them. */
export function useKnownDevices(userId: string | null): KnownDevices {
  const said = useHolderDevices(userId);
  const asked = useQuery<PaperDevice[]>(
    'inventory.holderDevices',
    { userId: userId ?? '' },
    { enabled: userId !== null },
  );
  if (userId === null) return { devices: [], areAll: false, loading: false };
  if (said !== null) {
    const devices = said.map(({ code, name, lastContactAt: at }) => ({ code, name, number: null, at }));
    return { devices, areAll: true, loading: false };
  }
  const devices = (asked.data ?? []).map(({ code, number, writtenAt: at }) => ({ code, name: null, number, at }));
  return { devices, areAll: false, loading: asked.loading };
}
