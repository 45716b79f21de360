/** What would be booked, before it is: nothing is finished by a stray Enter. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type TallyMode, type TallyState, tallied, tallyLineKey } from '#shared/domains/inventory/rules/tally.ts';
import { useShortcut } from '../../../../app/shortcuts.ts';
import { Quantity } from '../../../../ui/format.tsx';
import { StateShape } from '../../../../ui/state-tag.tsx';
import { WorkDialog } from '../frame/work-dialogs.tsx';
import type { TallyPaper } from './tally-paper.ts';

interface TallyFinishProps {
  readonly mode: TallyMode;
  readonly paper: TallyPaper;
  readonly state: TallyState;
  readonly onTake: () => void;
  readonly onClose: () => void;
}

/** All lines, and what of the paper has not come. */
export function TallyFinish({ mode, paper, state, onTake, onClose }: TallyFinishProps): ReactNode {
  const { t } = useTranslation();
  useShortcut('enter', onTake);
  const products = [...new Set(paper.lines.map(({ productId }) => productId))];
  const missing = products.flatMap((id) => {
    const own = paper.lines.filter(({ productId }) => productId === id);
    const left = own.reduce((sum, line) => sum + line.open, 0) - tallied(state, id);
    const [first] = own;
    return first && left > 0 ? [{ ...first, left }] : [];
  });
  return (
    <WorkDialog title={t(`inventory.work.tally.finish.${mode}`, { count: state.lines.length })} onClose={onClose}>
      {missing.length > 0 ? (
        <p className="tally-missing state-wait">
          <StateShape state="wait" />
          {t(`inventory.work.tally.missing.${mode}`, { count: missing.length })}
        </p>
      ) : null}
      <ol className="tally-lines" aria-label={t('inventory.documents.lines')}>
        {state.lines.map((line) => (
          <li key={tallyLineKey(line)}>
            <span className="ellipsis">{line.code}</span>
            <span className="ellipsis">{line.name}</span>
            <span className="ellipsis text-3">
              {[line.locationCode, line.lotCode, line.serialCode].filter((word) => word !== null).join(' · ')}
              {line.rejectReason === null ? null : <em className="state-wait"> {line.rejectReason}</em>}
            </span>
            <Quantity value={line.quantity} unit={line.unit} />
          </li>
        ))}
        {missing.map(({ id, code, name, left, unit }) => (
          <li key={id} className="tally-left-out">
            <span className="ellipsis">{code}</span>
            <span className="ellipsis">{name}</span>
            <span className="state-wait">{t(`inventory.work.tally.left.${mode}`)}</span>
            <Quantity value={left} unit={unit} />
          </li>
        ))}
      </ol>
    </WorkDialog>
  );
}
