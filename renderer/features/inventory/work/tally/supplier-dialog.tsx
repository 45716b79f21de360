import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SupplierListRow } from '#shared/domains/inventory/queries/suppliers.ts';
import type { TallySupplier } from '#shared/domains/inventory/rules/tally.ts';
import type { Page } from '#shared/kernel/paging.ts';
import { useQuery } from '../../../../app/use-query.ts';
import { useToday } from '../../../../ui/use-company.ts';
import { WorkDialog } from '../frame/work-dialogs.tsx';

interface SupplierDialogProps {
  /** Who it is so far; null: nobody said. */
  readonly chosen: TallySupplier | null;
  readonly onTake: (supplier: TallySupplier | null) => void;
  readonly onClose: () => void;
}

const SHOWN = 7;

/** Who brought goods that nobody ordered: a few letters, arrows, Enter. Whoever does not know goes on without. */
export function SupplierDialog({ chosen, onTake, onClose }: SupplierDialogProps): ReactNode {
  const { t } = useTranslation();
  const today = useToday();
  const [search, setSearch] = useState('');
  const [cursor, setCursor] = useState(0);
  const asked = { search, today, cursor: null, limit: SHOWN };
  const { data } = useQuery<Page<SupplierListRow>>('inventory.suppliers', asked, { enabled: today !== '' });
  const found = (data?.rows ?? []).slice(0, SHOWN).map(({ id, code, name }) => ({ id, code, name }));
  // What was said by mistake is taken back by the first line.
  const choices: readonly (TallySupplier | null)[] =
    chosen !== null && search === '' ? [null, ...found.filter(({ id }) => id !== chosen.id)] : found;
  const at = Math.min(cursor, choices.length - 1);
  const takeAt = (index: number) => {
    const choice = choices[index];
    if (choice !== undefined) onTake(choice);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') setCursor(Math.min(choices.length - 1, at + 1));
    else if (event.key === 'ArrowUp') setCursor(Math.max(0, at - 1));
    else if (event.key === 'Enter') takeAt(at);
    else if (event.key === 'Escape') onClose();
    else return;
    event.preventDefault();
  };
  const title = t('inventory.work.tally.askSupplier');
  return (
    <WorkDialog title={title} takes={choices.length > 0} onClose={onClose}>
      <div className="work-number work-search">
        <input
          // biome-ignore lint/a11y/noAutofocus: the question has nothing else
          autoFocus
          autoComplete="off"
          aria-label={title}
          placeholder={t('inventory.work.tally.supplierSearch')}
          value={search}
          onChange={(event) => {
            setSearch(event.target.value);
            setCursor(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div className="work-choices" role="listbox" aria-label={title}>
        {choices.map((choice, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys
          // biome-ignore lint/a11y/useFocusableInteractive: the field has the focus
          <div
            key={choice?.id ?? 'none'}
            className="work-choice"
            role="option"
            aria-selected={index === at}
            onClick={() => onTake(choice)}
          >
            {choice === null ? (
              <span className="text-2">{t('inventory.work.tally.supplierNone')}</span>
            ) : (
              <>
                <span className="text-2">{choice.code}</span>
                <span className="ellipsis">{choice.name}</span>
              </>
            )}
          </div>
        ))}
      </div>
      {data && choices.length === 0 ? <p>{t('inventory.work.tally.noSupplier')}</p> : null}
    </WorkDialog>
  );
}
