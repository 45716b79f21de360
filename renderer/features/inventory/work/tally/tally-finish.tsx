/** What would be booked, before it is: nothing is finished by a stray Enter, and a line told by mistake is taken out. */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type TallyLine,
  type TallyMode,
  type TallyState,
  tallied,
  tallyLineKey,
} from '#shared/domains/inventory/rules/tally.ts';
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
  readonly onTakeOut: (line: TallyLine) => void;
  /** Ctrl+Z; null: no line was taken out last. */
  readonly onUndo: (() => void) | null;
  readonly onClose: () => void;
}

const takeOutKey = { keys: 'delete', labelKey: 'inventory.work.tally.keys.takeOut' };
const undoKey = { keys: 'mod+z', labelKey: 'inventory.work.tally.keys.bringBack' };

/** All lines, and what of the paper has not come. */
export function TallyFinish(props: TallyFinishProps): ReactNode {
  const { mode, paper, state, onTake, onTakeOut, onUndo, onClose } = props;
  const { t } = useTranslation();
  const [cursor, setCursor] = useState(0);
  const last = state.lines.length - 1;
  const at = Math.min(cursor, last);
  const chosen = state.lines[at];
  useShortcut('enter', onTake);
  useShortcut('arrowdown', () => setCursor(Math.min(last, at + 1)));
  useShortcut('arrowup', () => setCursor(Math.max(0, at - 1)));
  useShortcut('delete', () => chosen && onTakeOut(chosen));
  useShortcut('mod+z', () => onUndo?.(), { enabled: onUndo !== null });
  const products = [...new Set(paper.lines.map(({ productId }) => productId))];
  const missing = products.flatMap((id) => {
    const own = paper.lines.filter(({ productId }) => productId === id);
    const left = own.reduce((sum, line) => sum + line.open, 0) - tallied(state, id);
    const [first] = own;
    return first && left > 0 ? [{ ...first, left }] : [];
  });
  return (
    <WorkDialog
      title={t(`inventory.work.tally.finish.${mode}`, { count: state.lines.length })}
      takeText={t('inventory.work.tally.record')}
      keys={onUndo ? [takeOutKey, undoKey] : [takeOutKey]}
      onClose={onClose}
    >
      {missing.length > 0 ? (
        <p className="tally-missing state-wait">
          <StateShape state="wait" />
          {t(`inventory.work.tally.missing.${mode}`, { count: missing.length })}
        </p>
      ) : null}
      <ol className="tally-lines" aria-label={t('inventory.documents.lines')}>
        {state.lines.map((line, index) => (
          <FinishLine key={tallyLineKey(line)} line={line} isChosen={index === at} />
        ))}
        {missing.map(({ id, code, name, left, unit }) => (
          <li key={id} className="tally-left-out">
            <span>{code}</span>
            <span>{name}</span>
            <span className="state-wait">{t(`inventory.work.tally.left.${mode}`)}</span>
            <Quantity value={left} unit={unit} />
          </li>
        ))}
      </ol>
    </WorkDialog>
  );
}

function FinishLine({ line, isChosen }: { readonly line: TallyLine; readonly isChosen: boolean }): ReactNode {
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isChosen) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isChosen]);
  const where = [line.locationCode, line.lotCode, line.serialCode].filter((word) => word !== null);
  return (
    <li ref={row} aria-current={isChosen}>
      <span>{line.code}</span>
      <span>{line.name}</span>
      <span className="text-3">
        {where.join(' · ')}
        {line.rejectReason === null ? null : <em className="state-wait"> {line.rejectReason}</em>}
      </span>
      <Quantity value={line.quantity} unit={line.unit} />
    </li>
  );
}
