/** Goods that were picked and cannot be packed: what is wrong, of which goods, how many. */
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PackLine } from '#shared/domains/inventory/queries/pack-work.ts';
import { mostUnpacked, type PackLineState } from '#shared/domains/inventory/rules/pack-work.ts';
import { formatDecimal, parseDecimal } from '#shared/kernel/money.ts';
import { quantityText } from '../../../../ui/format-text.ts';
import { ChoiceDialog, NumberDialog } from '../frame/work-dialogs.tsx';
import type { Unpackable } from './tell-unpacked.ts';

const reasons = ['damaged', 'notFound'] as const;

interface ShortDialogsProps {
  readonly lines: readonly PackLineState<PackLine>[];
  readonly onTake: (told: Unpackable) => void;
  readonly onClose: () => void;
}

/** One question after the other; what has one answer is not asked. */
export function ShortDialogs({ lines, onTake, onClose }: ShortDialogsProps): ReactNode {
  const { t } = useTranslation();
  const [reason, setReason] = useState<Unpackable['reason'] | null>(null);
  const [chosen, setChosen] = useState<PackLineState<PackLine> | null>(null);
  const [isWrong, setWrong] = useState(false);
  const open = lines.filter((each) => mostUnpacked(each) > 0);
  const [first] = open;
  const state = chosen ?? (open.length === 1 ? (first ?? null) : null);
  if (reason === null) {
    return (
      <ChoiceDialog
        key="reason"
        title={t('inventory.work.pack.askShort')}
        items={reasons}
        itemKey={(each) => each}
        render={(each) => <span>{t(`inventory.work.pack.reasons.${each}`)}</span>}
        onTake={setReason}
        onClose={onClose}
        none=""
      />
    );
  }
  if (state === null) {
    return (
      <ChoiceDialog<PackLineState<PackLine>>
        key="which"
        title={t('inventory.work.pack.askWhich')}
        items={open}
        itemKey={({ line }) => line.id}
        render={({ line, packed }) => (
          <span>
            {[line.productCode, line.productName, line.serialCode ?? line.lotCode].filter(Boolean).join(' · ')}{' '}
            <strong>
              {quantityText(line.quantity - packed)} {line.unit}
            </strong>
          </span>
        )}
        onTake={setChosen}
        onClose={onClose}
        none=""
      />
    );
  }
  const { line } = state;
  const most = mostUnpacked(state);
  const take = (typed: string) => {
    const quantity = parseDecimal(typed, 4);
    if (quantity === null || quantity <= 0 || quantity > most) setWrong(true);
    else onTake({ line, quantity, reason });
  };
  return (
    <NumberDialog
      key="howMany"
      title={t('inventory.work.pack.askHowMany', { name: line.productName })}
      unit={line.unit}
      proposal={formatDecimal(most, 4)}
      note={t(`inventory.work.pack.${isWrong ? 'howManyWrong' : 'howManyNote'}`, { most, unit: line.unit })}
      isWrong={isWrong}
      onTake={take}
      onClose={onClose}
    />
  );
}
