import type { ReactNode, Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { Receiver } from '#shared/domains/crm/queries/receivers.ts';
import { runQuery } from '../../../app/use-query.ts';
import { Picker, type PickerHandle } from '../../../ui/picker.tsx';
import type { Target } from './use-owner-commands.ts';

/** Who is to have the customers, with the words for it. */
export interface Chosen {
  readonly to: Target;
  readonly name: string;
}

interface ReceiverPickerProps {
  readonly label: string;
  readonly value: Chosen | null;
  readonly onPick: (chosen: Chosen) => void;
  /** Who is left out: they are handed over from this one. */
  readonly without?: string;
  readonly autoFocus?: boolean;
  readonly ref?: Ref<PickerHandle>;
}

interface Item {
  readonly key: string;
  readonly chosen: Chosen;
  readonly code: string;
  readonly note: string;
}

/** People and teams who can have customers, found by name or login, and the pool. */
export function ReceiverPicker({ label, value, onPick, without, autoFocus, ref }: ReceiverPickerProps): ReactNode {
  const { t } = useTranslation();
  const itemOf = ({ kind, id, code, name, customers }: Receiver): Item => {
    const to: Target = kind === 'person' ? { kind, userId: id } : { kind, teamId: id };
    const has = t('crm.owners.has', { count: customers });
    return { key: id, chosen: { to, name }, code, note: kind === 'team' ? `${t('crm.owners.team')} · ${has}` : has };
  };
  const find = async (typed: string): Promise<readonly Item[]> => {
    const receivers = await runQuery<readonly Receiver[]>('crm.receivers', {});
    const pool = { to: { kind: 'pool' }, name: t('crm.owners.pool') } as const;
    const items = [
      ...receivers.filter(({ id }) => id !== without).map(itemOf),
      { key: 'pool', chosen: pool, code: '', note: t('crm.owners.poolNote') },
    ];
    return items.filter(({ chosen, code }) =>
      [chosen.name, code].some((word) => word.toLowerCase().includes(typed.toLowerCase())),
    );
  };
  return (
    <Picker<Item>
      {...(ref ? { ref } : {})}
      label={label}
      value={value?.name ?? ''}
      placeholder={t('crm.owners.choose')}
      fromLetters={0}
      autoFocus={autoFocus ?? false}
      search={find}
      itemKey={(item) => item.key}
      renderItem={(item) => (
        <span className="owner-item">
          <span className="ellipsis">{item.chosen.name}</span>
          <span className="small text-3">{item.note}</span>
        </span>
      )}
      onPick={(item) => onPick(item.chosen)}
      noHits={t('crm.owners.nobody')}
    />
  );
}
