import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Shelf } from '#shared/domains/inventory/rules/allocation.ts';
import { decideTypedQuantity } from '#shared/domains/inventory/rules/pick-scan.ts';
import { type PickLineState, type ShortReason, shortReasons } from '#shared/domains/inventory/rules/pick-work.ts';
import { stillAllowed } from '#shared/domains/inventory/rules/tolerance.ts';
import { parseDecimal } from '#shared/kernel/money.ts';
import { useQuery } from '../../../../app/use-query.ts';
import { DateOnly, Quantity } from '../../../../ui/format.tsx';
import { quantityText } from '../../../../ui/format-text.ts';
import type { WorkAnswer } from '../frame/answer.ts';
import { quantityNote, quantityRefused, quantityWrong } from '../frame/typed-quantity.ts';
import { ChoiceDialog, NumberDialog } from '../frame/work-dialogs.tsx';

interface DialogProps<Answer> {
  readonly onTake: (answer: Answer) => void;
  readonly onClose: () => void;
}

/** F2: why there is less. */
export function ShortDialog({ onTake, onClose }: DialogProps<ShortReason>): ReactNode {
  const { t } = useTranslation();
  return (
    <ChoiceDialog
      title={t('inventory.work.pick.askShort')}
      items={shortReasons}
      itemKey={(reason) => reason}
      render={(reason) => <span>{t(`inventory.work.pick.reasons.${reason}`)}</span>}
      onTake={onTake}
      onClose={onClose}
      none=""
    />
  );
}

/** F3: lots that may go in this one's place (R30), the first to go first. */
export function LotDialog({
  state,
  today,
  onTake,
  onClose,
}: DialogProps<Shelf> & { readonly state: PickLineState; readonly today: string }): ReactNode {
  const { t } = useTranslation();
  const { line } = state;
  const shelves = useQuery<Shelf[]>('inventory.pickShelves', { pickLineId: line.id, today });
  return (
    <ChoiceDialog
      title={t('inventory.work.pick.askLot', { name: line.productName })}
      items={shelves.data ?? []}
      itemKey={({ lotId, locationId }) => `${lotId} ${locationId}`}
      render={(shelf) => (
        <span className="pick-lot">
          <strong>{shelf.lotCode}</strong>
          <span>{shelf.locationCode}</span>
          <span className="text-3">
            {shelf.expiresOn === null ? null : (
              <>
                {t('inventory.work.pick.until')} <DateOnly value={shelf.expiresOn} />
              </>
            )}
          </span>
          <Quantity value={shelf.free} unit={line.unit} />
        </span>
      )}
      onTake={onTake}
      onClose={onClose}
      none={shelves.data ? t('inventory.work.pick.noOtherLot') : ''}
    />
  );
}

/** F4: how many they are in all, counted instead of scanned one by one. */
export function QuantityDialog({
  state,
  rules,
  onTake,
  onRefused,
  onClose,
}: DialogProps<number> & {
  readonly state: PickLineState;
  readonly onRefused: (said: WorkAnswer) => void;
  readonly rules: Parameters<typeof decideTypedQuantity>[2];
}): ReactNode {
  const { t } = useTranslation();
  const [isWrong, setWrong] = useState(false);
  const { line, total } = state;
  const limits = { most: total + stillAllowed(line.quantity, total, rules.tolerance), unit: line.unit };
  const note = isWrong ? quantityWrong('pick', limits) : quantityNote(limits);
  const take = (typed: string) => {
    const quantity = parseDecimal(typed, 4);
    if (quantity !== null && 'entry' in decideTypedQuantity(state, quantity, rules)) onTake(quantity);
    else {
      setWrong(true);
      onRefused(quantityRefused('pick', limits));
    }
  };
  return (
    <NumberDialog
      title={t('inventory.work.quantity.ask', { name: line.productName })}
      unit={line.unit}
      proposal={quantityText(line.quantity).replaceAll(',', '')}
      note={t(note.key, note.values ?? {})}
      isWrong={isWrong}
      onTake={take}
      onClose={onClose}
    />
  );
}
