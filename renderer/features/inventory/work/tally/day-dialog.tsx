import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NumberDialog } from '../frame/work-dialogs.tsx';

interface DayDialogProps {
  readonly name: string;
  /** 2027-03-31; null: the label said none. */
  readonly proposal: string | null;
  /** What is proposed comes from the shelf life. */
  readonly isReckoned: boolean;
  readonly onTake: (day: string) => void;
  readonly onClose: () => void;
}

/** The last day as it is printed: 270331 or 2027-03-31; null: that is no day. */
export function readDay(typed: string): string | null {
  const digits = typed.replaceAll(/\D/g, '');
  const full = digits.length === 6 ? `20${digits}` : digits;
  if (full.length !== 8) return null;
  const day = `${full.slice(0, 4)}-${full.slice(4, 6)}-${full.slice(6)}`;
  const read = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(day) ? day : null;
}

/** The last day of the goods at hand, typed from their box. */
export function DayDialog({ name, proposal, isReckoned, onTake, onClose }: DayDialogProps): ReactNode {
  const { t } = useTranslation();
  const [isWrong, setWrong] = useState(false);
  const take = (typed: string) => {
    const day = readDay(typed);
    if (day === null) setWrong(true);
    else onTake(day);
  };
  return (
    <NumberDialog
      title={t('inventory.work.tally.askDay', { name })}
      unit=""
      proposal={proposal?.replaceAll('-', '') ?? ''}
      note={t(`inventory.work.tally.${isWrong ? 'dayWrong' : isReckoned ? 'dayReckoned' : 'dayNote'}`)}
      isWrong={isWrong}
      onTake={take}
      onClose={onClose}
    />
  );
}
