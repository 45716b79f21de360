/**
 * Type to search, Enter takes the first hit. Guards: an answer to older letters never replaces a newer one; Enter
 * pressed before the answer is there takes the first hit when it comes; where the caller goes on with them (`onMissed`),
 * keys that come behind such an Enter are kept in order and handed over, also those of an input method, and never make
 * other letters of what was taken.
 */
import { type KeyboardEvent, type ReactNode, type Ref, useId, useImperativeHandle, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { addKey } from './hold-keys.ts';
import { PickerList } from './picker-list.tsx';
import './picker.css';

export interface PickerHandle {
  focus(): void;
  /** Searches for it as if it had been typed. */
  search(text: string): void;
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
  /** `keys` were typed behind the Enter that took it, Enter as a line break; without `onMissed` there are none. */
  readonly onPick: (item: Item, keys: string) => void;
  /** Nothing was found for what Enter took, and these keys came behind it: they are for whatever comes next. */
  readonly onMissed?: (typed: string, keys: string) => void;
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
  const { label, value = '', search, itemKey, onPick, onMissed, onText, fromLetters = 1, itemHeight = 32 } = props;
  const input = useRef<HTMLInputElement>(null);
  const field = useRef<HTMLDivElement>(null);
  const listId = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const [open, setOpen] = useState(false);
  const [found, setFound] = useState<{ readonly typed: string; readonly items: readonly Item[] } | null>(null);
  const [cursor, setCursor] = useState(0);
  const asked = useRef('');
  const takeFirst = useRef<string | null>(null);
  const held = useRef('');
  const composing = useRef(false);
  /** What is to be done with an answer that came in the middle of a word of an input method. */
  const afterWord = useRef<(() => void) | null>(null);

  useImperativeHandle(props.ref, () => ({
    focus: () => input.current?.focus(),
    search(text) {
      setTyped(text);
      ask(text);
    },
    clear: () => reset(),
    blur: () => input.current?.blur(),
  }));

  const reset = () => {
    takeFirst.current = null;
    held.current = '';
    setTyped(null);
    setFound(null);
    setOpen(false);
    setCursor(0);
  };

  const pick = (item: Item) => {
    const keys = held.current;
    reset();
    onPick(item, keys);
  };

  /** The letters whose hits an Enter waits for while keys are kept; null: none. */
  const awaited = (): string | null => (onMissed && takeFirst.current === asked.current ? takeFirst.current : null);

  const answer = (letters: string, items: readonly Item[]) => {
    if (asked.current !== letters) return;
    if (composing.current && awaited() !== null) {
      afterWord.current = () => answer(letters, items);
      return;
    }
    // The next key meets what the answer has made of the screen, and the cursor where it has gone.
    flushSync(() => settle(letters, items));
  };

  const settle = (letters: string, items: readonly Item[]) => {
    const first = items[0];
    const isTaken = takeFirst.current === letters;
    if (isTaken && first !== undefined) {
      pick(first);
      return;
    }
    const keys = held.current;
    takeFirst.current = null;
    held.current = '';
    setFound({ typed: letters, items });
    if (!isTaken || keys === '') return;
    reset();
    onMissed?.(letters.trim(), keys);
  };

  const ask = (letters: string) => {
    if (letters !== asked.current) {
      takeFirst.current = null;
      held.current = '';
    }
    asked.current = letters;
    setCursor(0);
    if (letters.trim().length < fromLetters) {
      setFound(null);
      return;
    }
    setOpen(true);
    search(letters.trim()).then(
      (items) => answer(letters, items),
      () => answer(letters, []),
    );
  };

  /** What stands in the field by now: other letters, or more text behind those that an Enter waits for. */
  const change = (text: string) => {
    const letters = awaited();
    if (letters === null || !text.startsWith(letters)) {
      setTyped(text);
      ask(text);
    } else if (composing.current) setTyped(text);
    else {
      held.current += text.slice(letters.length);
      setTyped(letters);
    }
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const more = awaited() === null ? null : addKey(held.current, event);
    if (more !== null) {
      held.current = more;
      event.preventDefault();
      event.stopPropagation();
      return;
    }
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
      } else if (letters.trim().length >= fromLetters) takeFirst.current = letters;
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
        onChange={(event) => change(event.target.value)}
        onCompositionStart={() => {
          composing.current = true;
        }}
        onCompositionEnd={(event) => {
          composing.current = false;
          if (awaited() !== null) change(event.currentTarget.value);
          afterWord.current?.();
          afterWord.current = null;
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
