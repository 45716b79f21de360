import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { useVirtualRows } from './use-virtual-rows.ts';

const SHOWN_ITEMS = 9;
const LIST_PADDING = 4;
const LIST_BORDER = 1;

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

/** The hits of a picker, under its field or above it, only what is seen. The field keeps the focus. */
export function PickerList<Item>({
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
  const height = Math.max(1, Math.min(SHOWN_ITEMS, items.length)) * itemHeight + 2 * (LIST_PADDING + LIST_BORDER);

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
