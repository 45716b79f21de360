import { useTranslation } from 'react-i18next';
import { offerUndo } from '../../../app/notices.ts';
import { useCommand } from '../../../app/use-command.ts';

interface KnownPlace {
  readonly id: string;
  readonly code: string;
  readonly active: 0 | 1;
  readonly isOutOfUse: boolean;
}

export type PlaceUse = 'open' | 'blocked' | 'outOfUse';

const standingUse = ({ active, isOutOfUse }: KnownPlace): PlaceUse =>
  isOutOfUse ? 'outOfUse' : active === 0 ? 'blocked' : 'open';

/** Opens places, blocks them or takes them out of use, with the way back. */
export function usePlaceUse() {
  const { t } = useTranslation();
  const command = useCommand('inventory.setPlaceUse');
  const setUse = async (places: readonly KnownPlace[], use: PlaceUse): Promise<boolean> => {
    const [first] = places;
    if (!first) return false;
    const locationIds = places.map(({ id }) => id);
    const reply = await command.run({ locationIds, use });
    if (reply.state === 'rejected') return false;
    const before = standingUse(first);
    const state = () => t(`inventory.places.states.${use}`);
    offerUndo({
      label: () => t('inventory.places.nowAs', { code: first.code, count: places.length, state: state() }),
      run: async () => void (await command.run({ locationIds, use: before })),
    });
    return true;
  };
  return { setUse, running: command.running };
}
