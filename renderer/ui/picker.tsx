/**
 * Type to search, Enter takes the first hit. Guards: an answer to older letters never replaces a newer one; Enter
 * pressed before the answer is there takes the first hit when it comes; nothing is asked twice for the same letters.
 */
import { type KeyboardEvent, type ReactNode, type Ref, useId, useImperativeHandle, useRef, useState } from 'react';
import { PickerList } from './picker-list.tsx';
import './picker.css';

export interface PickerHandle {
  focus(): void;
  clear(): void;
  blur(): void;
}

interface PickerProps<Item> {
  /** Of the field, for a caption beside it. */
  readonly id?: string;
  /** Accessible name. */
  readonly label: string;
  /** What is picked now, shown until the person types. */
  readonly value?: string;
  readonly placeholder?: string;
  /** Quiet text at the right end of the field. */
  readonly hint?: ReactNode;
  readonly icon?: ReactNode;
  /** Letters before the first search; 0 lists at once when the field is entered. */
  readonly fromLetters?: number;
  /** Hits, best first. */
  readonly search: (typed: string) => Promise<readonly Item[]>;
  readonly itemKey: (item: Item) => string;
  readonly renderItem: (item: Item, typed: string) => ReactNode;
  readonly onPick: (item: Item) => void;
  /** Enter with nothing found, or text that is no search (lines pasted from a spreadsheet): true when it was taken. */
  readonly onText?: (text: string) => boolean;
  readonly itemHeight?: number;
  readonly autoFocus?: boolean;
  readonly disabled?: boolean;
  readonly noHits: ReactNode;
  readonly className?: string;
  readonly onBlur?: () => void;
  /** Escape, when there is nothing left in the field to take back. */
  readonly onLeave?: () => void;
  readonly ref?: Ref<PickerHandle>;
}

/** A field that finds one thing. */
export function Picker<Item>(props: PickerProps<Item>): ReactNode {
  const { label, value = '', search, itemKey, onPick, onText, fromLetters = 1, itemHeight = 32 } = props;
  const input = useRef<HTMLInputElement>(null);
  const field = useRef<HTMLDivElement>(null);
  const listId = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const [open, setOpen] = useState(false);
  const [found, setFound] = useState<{ readonly typed: string; readonly items: readonly Item[] } | null>(null);
  const [cursor, setCursor] = useState(0);
  const asked = useRef('');
  const takeFirst = useRef<string | null>(null);

  useImperativeHandle(props.ref, () => ({
    focus: () => input.current?.focus(),
    clear: () => reset(),
    blur: () => input.current?.blur(),
  }));

  const reset = () => {
    takeFirst.current = null;
    setTyped(null);
    setFound(null);
    setOpen(false);
    setCursor(0);
  };

  const pick = (item: Item) => {
    reset();
    onPick(item);
  };

  const ask = (letters: string) => {
    asked.current = letters;
    setCursor(0);
    if (letters.trim().length < fromLetters) {
      setFound(null);
      return;
    }
    setOpen(true);
    search(letters.trim()).then(
      (items) => {
        if (asked.current !== letters) return;
        const first = items[0];
        if (takeFirst.current === letters && first !== undefined) {
          pick(first);
          return;
        }
        takeFirst.current = null;
        setFound({ typed: letters, items });
      },
      () => {
        if (asked.current === letters) setFound({ typed: letters, items: [] });
      },
    );
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const items = found?.items ?? [];
    const letters = typed ?? '';
    if (event.key === 'ArrowDown' && !open) ask(letters);
    else if (event.key === 'ArrowDown') setCursor(Math.min(items.length - 1, cursor + 1));
    else if (event.key === 'ArrowUp' && open) setCursor(Math.max(0, cursor - 1));
    else if (event.key === 'Escape' && (open || typed !== null)) reset();
    else if (event.key === 'Escape' && props.onLeave) props.onLeave();
    else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && letters.trim() !== '') {
      const item = items[cursor];
      if (found?.typed === letters && item !== undefined) pick(item);
      else if (found?.typed === letters) {
        if (onText?.(letters)) reset();
      } else takeFirst.current = letters;
    } else if (event.key === 'Enter' && open && items[cursor] !== undefined) pick(items[cursor]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const showsList = open && found !== null;
  return (
    <div ref={field} className={`picker ${props.className ?? ''}${props.disabled ? ' picker-off' : ''}`}>
      {props.icon ? <span className="picker-icon">{props.icon}</span> : null}
      <input
        ref={input}
        id={props.id}
        role="combobox"
        aria-label={label}
        aria-expanded={showsList && found.items.length > 0}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={showsList && found.items.length > 0 ? `${listId}-${cursor}` : undefined}
        autoComplete="off"
        spellCheck={false}
        // biome-ignore lint/a11y/noAutofocus: a screen that is made for typing starts in its field
        autoFocus={props.autoFocus}
        disabled={props.disabled}
        placeholder={props.placeholder}
        value={typed ?? value}
        onChange={(event) => {
          setTyped(event.target.value);
          ask(event.target.value);
        }}
        onPaste={(event) => {
          const text = event.clipboardData.getData('text/plain');
          if (onText && /[\n\t]/.test(text) && onText(text)) {
            event.preventDefault();
            reset();
          }
        }}
        onFocus={(event) => {
          event.target.select();
          if (fromLetters === 0) ask('');
        }}
        onBlur={() => {
          reset();
          props.onBlur?.();
        }}
        onKeyDown={onKeyDown}
      />
      {props.hint ? <span className="picker-hint">{props.hint}</span> : null}
      {showsList ? (
        <PickerList
          id={listId}
          label={label}
          field={field.current}
          items={found.items}
          cursor={cursor}
          itemHeight={itemHeight}
          itemKey={itemKey}
          render={(item) => props.renderItem(item, found.typed.trim())}
          onPick={pick}
          onHover={setCursor}
          noHits={props.noHits}
        />
      ) : null}
    </div>
  );
}
