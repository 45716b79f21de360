import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { returnFocus } from '../../../../app/focus.ts';
import { useShortcut } from '../../../../app/shortcuts.ts';
import { KeyCap } from '../../../../ui/key-cap.tsx';
import './work-dialogs.css';

interface WorkDialogProps {
  readonly title: string;
  /** What Enter does; left out: it takes. */
  readonly takeText?: string;
  /** Enter does nothing before something is chosen. */
  readonly takes?: boolean;
  readonly onClose: () => void;
  /** Beside Enter and Esc. */
  readonly keys?: readonly { readonly keys: string; readonly labelKey: string }[];
  readonly children: ReactNode;
}

/** A question in the middle of a work mode; Esc goes back. While it stands, scans are refused by the mode. */
export function WorkDialog({
  title,
  takeText,
  onClose,
  takes = true,
  keys = [],
  children,
}: WorkDialogProps): ReactNode {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  useShortcut('escape', onClose);
  useEffect(() => {
    const before = document.activeElement;
    if (!box.current?.contains(before)) box.current?.focus();
    return () => {
      // One question may follow another: the next one has the keys by now.
      if (!document.activeElement?.closest('.work-dialog')) returnFocus(before);
    };
  }, []);
  return (
    <div className="work-scrim">
      <div ref={box} className="work-dialog" role="dialog" aria-modal="true" aria-label={title} tabIndex={-1}>
        <h2>{title}</h2>
        {children}
        <p className="work-dialog-keys">
          {takes ? (
            <span>
              <KeyCap keys="enter" /> {takeText ?? t('inventory.work.take')}
            </span>
          ) : null}
          <span>
            <KeyCap keys="escape" /> {t('inventory.work.back')}
          </span>
          {keys.map(({ keys: cap, labelKey }) => (
            <span key={cap}>
              <KeyCap keys={cap} /> {t(labelKey)}
            </span>
          ))}
        </p>
      </div>
    </div>
  );
}

interface ChoiceDialogProps<Item> {
  readonly title: string;
  readonly items: readonly Item[];
  readonly itemKey: (item: Item) => string;
  readonly render: (item: Item) => ReactNode;
  readonly onTake: (item: Item) => void;
  readonly onClose: () => void;
  /** Where there is nothing to choose. */
  readonly none: string;
  /** What Enter takes at once; null: nothing before an arrow or a digit has chosen. */
  readonly startAt?: number | null;
  /** What is decided about. */
  readonly intro?: ReactNode;
}

const LAST_DIGIT = 9;
const NOWHERE = -1;

/** One of a few, by its digit or by arrows and Enter. */
export function ChoiceDialog<Item>({
  title,
  items,
  itemKey,
  render,
  onTake,
  onClose,
  none,
  startAt = 0,
  intro = null,
}: ChoiceDialogProps<Item>): ReactNode {
  const [cursor, setCursor] = useState(startAt ?? NOWHERE);
  const takeAt = (index: number) => {
    const item = items[index];
    if (item !== undefined) onTake(item);
  };
  useShortcut('arrowdown', () => setCursor(Math.min(items.length - 1, cursor + 1)));
  useShortcut('arrowup', () => setCursor(Math.max(0, cursor - 1)));
  useShortcut('enter', () => takeAt(cursor));
  return (
    <WorkDialog title={title} takes={items[cursor] !== undefined} onClose={onClose}>
      {intro}
      {items.length === 0 ? <p>{none}</p> : null}
      <div className="work-choices" role="listbox" aria-label={title}>
        {items.map((item, index) => (
          <Choice
            key={itemKey(item)}
            digit={index < LAST_DIGIT ? String(index + 1) : null}
            chosen={index === cursor}
            onTake={() => onTake(item)}
          >
            {render(item)}
          </Choice>
        ))}
      </div>
    </WorkDialog>
  );
}

interface ChoiceProps {
  readonly digit: string | null;
  readonly chosen: boolean;
  readonly onTake: () => void;
  readonly children: ReactNode;
}

function Choice({ digit, chosen, onTake, children }: ChoiceProps): ReactNode {
  const row = useRef<HTMLDivElement>(null);
  useShortcut(digit ?? '', onTake, { enabled: digit !== null });
  useEffect(() => {
    if (chosen) row.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the dialog has the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the dialog has the focus
    <div ref={row} className="work-choice" role="option" aria-selected={chosen} onClick={onTake}>
      {digit === null ? <span className="work-choice-blank" /> : <KeyCap keys={digit} />}
      {children}
    </div>
  );
}

interface NumberDialogProps {
  readonly title: string;
  /** Beside the field: 盒. */
  readonly unit: string;
  /** What stands in the field, to be typed over. */
  readonly proposal: string;
  /** What is said below it; a refusal of what was typed last. */
  readonly note: string;
  readonly isWrong: boolean;
  readonly onTake: (typed: string) => void;
  readonly onClose: () => void;
}

/** A figure in large type. */
export function NumberDialog({ title, unit, proposal, note, isWrong, onTake, onClose }: NumberDialogProps): ReactNode {
  const [typed, setTyped] = useState(proposal);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') {
      onTake(typed);
      // Where it is refused the next figure is typed over it.
      field.current?.select();
    } else if (event.key === 'Escape') onClose();
    else return;
    event.preventDefault();
  };
  return (
    <WorkDialog title={title} onClose={onClose}>
      <div className="work-number">
        <input
          ref={field}
          // biome-ignore lint/a11y/noAutofocus: the question has nothing else
          autoFocus
          inputMode="decimal"
          autoComplete="off"
          aria-label={title}
          aria-invalid={isWrong}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <span>{unit}</span>
      </div>
      <p className={isWrong ? 'work-dialog-wrong' : 'text-3'} role={isWrong ? 'alert' : undefined}>
        {note}
      </p>
    </WorkDialog>
  );
}
