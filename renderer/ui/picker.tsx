/**
 * Type to search, Enter takes the first hit. Guards: an answer to older letters never replaces a newer one; Enter
 * pressed before the answer is there takes the first hit when it comes; nothing is asked twice for the same letters.
 */
import {
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useEffect,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { createPortal } from 'react-dom';
import { useVirtualRows } from './use-virtual-rows.ts';

export interface PickerHandle {
  focus(): void;
  clear(): void;
}

interface PickerProps<Item> {
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
  readonly ref?: Ref<PickerHandle>;
}

const SHOWN_ITEMS = 9;
const LIST_PADDING = 4;

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

  useImperativeHandle(props.ref, () => ({ focus: () => input.current?.focus(), clear: () => reset() }));

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

interface PickerListProps<Item> {
  readonly id: string;
  readonly label: string;
  readonly field: HTMLElement | null;
  readonly items: readonly Item[];
  readonly cursor: number;
  readonly itemHeight: number;
  readonly itemKey: (item: Item) => string;
  readonly render: (item: Item) => ReactNode;
  readonly onPick: (item: Item) => void;
  readonly onHover: (index: number) => void;
  readonly noHits: ReactNode;
}

function PickerList<Item>({
  id,
  label,
  field,
  items,
  cursor,
  itemHeight,
  itemKey,
  render,
  onPick,
  onHover,
  noHits,
}: PickerListProps<Item>): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<{ left: number; top: number; width: number } | null>(null);
  const { first, end } = useVirtualRows(box, items.length, itemHeight);
  const height = Math.max(1, Math.min(SHOWN_ITEMS, items.length)) * itemHeight + 2 * LIST_PADDING;

  useLayoutEffect(() => {
    if (!field) return;
    const settle = () => {
      const at = field.getBoundingClientRect();
      const below = at.bottom + LIST_PADDING;
      const fits = below + height <= window.innerHeight || at.top < height;
      setPlace({ left: at.left, top: fits ? below : at.top - height - LIST_PADDING, width: at.width });
    };
    settle();
    window.addEventListener('resize', settle);
    document.addEventListener('scroll', settle, true);
    return () => {
      window.removeEventListener('resize', settle);
      document.removeEventListener('scroll', settle, true);
    };
  }, [field, height]);

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const top = cursor * itemHeight;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + itemHeight > element.scrollTop + element.clientHeight - 2 * LIST_PADDING) {
      element.scrollTop = top + itemHeight - element.clientHeight + 2 * LIST_PADDING;
    }
  }, [cursor, itemHeight]);

  return createPortal(
    items.length === 0 ? (
      <div
        className="picker-list picker-none"
        role="status"
        style={{ ...place, visibility: place ? 'visible' : 'hidden' }}
      >
        {noHits}
      </div>
    ) : (
      <div
        ref={box}
        id={id}
        role="listbox"
        aria-label={label}
        className="picker-list"
        style={{ ...place, height, visibility: place ? 'visible' : 'hidden' }}
        // The field keeps the focus, or its blur would take the list away before the click.
        onMouseDown={(event) => event.preventDefault()}
      >
        <div role="presentation" className="picker-space" style={{ height: items.length * itemHeight }}>
          {items.slice(first, end).map((item, offset) => {
            const index = first + offset;
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's
              // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the active option
              <div
                key={itemKey(item)}
                id={`${id}-${index}`}
                role="option"
                aria-selected={index === cursor}
                aria-posinset={index + 1}
                aria-setsize={items.length}
                className={`picker-item${index === cursor ? ' picker-cursor' : ''}`}
                style={{ top: index * itemHeight, height: itemHeight }}
                onClick={() => onPick(item)}
                onMouseMove={() => onHover(index)}
              >
                {render(item)}
              </div>
            );
          })}
        </div>
      </div>
    ),
    document.body,
  );
}

/** The letters that were found, marked in a text. */
export function Found({ text, typed }: { readonly text: string; readonly typed: string }): ReactNode {
  const at = typed === '' ? -1 : text.toLowerCase().indexOf(typed.toLowerCase());
  if (at < 0) return text;
  return (
    <>
      {text.slice(0, at)}
      <mark>{text.slice(at, at + typed.length)}</mark>
      {text.slice(at + typed.length)}
    </>
  );
}
