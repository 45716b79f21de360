/**
 * A figure in a line that can be typed over. Guards: what cannot be read is never taken, the last good figure stands,
 * and what was typed stays to be mended, with the reason beside it; Escape and a scan that landed here bring back the
 * figure that stood before; arrows walk the grid only from the edge of the text.
 */
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import { looksLikeCode } from './entry-text.ts';

export type CellColumn = 'row' | 'quantity' | 'price' | 'discount';
export type CellMove = 'up' | 'down' | 'left' | 'right';

interface FigureFieldProps<Value extends number | string> {
  readonly label: string;
  readonly cell: string;
  readonly value: Value;
  readonly format: (value: Value) => string;
  /** Null: cannot be read. */
  readonly parse: (text: string) => Value | null;
  /** What the person should type, said while what stands there cannot be read. */
  readonly expected: string;
  /** Why Enter does not take a figure that can be read; null when it does. */
  readonly refuse?: (value: Value) => string | null;
  readonly onChange: (value: Value) => void;
  /** Enter, or Escape. */
  readonly onLeave: () => void;
  readonly onMove: (move: CellMove) => void;
  readonly onFocus: () => void;
  /** Enter on something that is a code and no figure. */
  readonly onCode?: (code: string) => void;
  readonly strong?: boolean;
}

export function FigureField<Value extends number | string>(props: FigureFieldProps<Value>): ReactNode {
  const { label, cell, value, format, parse, onChange, onLeave, onMove, onCode } = props;
  const problemId = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const before = useRef(value);
  const invalid = typed !== null && parse(typed) === null;
  const problem = invalid ? props.expected : refused;

  const restore = () => {
    setTyped(null);
    setRefused(null);
    if (before.current !== value) onChange(before.current);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const field = event.currentTarget;
    const { selectionStart, selectionEnd } = field;
    const whole = selectionStart === 0 && selectionEnd === field.value.length;
    if (event.key === 'ArrowUp') onMove('up');
    else if (event.key === 'ArrowDown') onMove('down');
    else if (event.key === 'ArrowLeft' && (whole || selectionEnd === 0)) onMove('left');
    else if (event.key === 'ArrowRight' && (whole || selectionStart === field.value.length)) onMove('right');
    else if (event.key === 'Escape') {
      restore();
      onLeave();
    } else if (event.key === 'Enter' && typed !== null && invalid && onCode && looksLikeCode(typed)) {
      restore();
      onCode(typed.trim());
    } else if (event.key === 'Enter') {
      const why = invalid ? null : (props.refuse?.(value) ?? null);
      setRefused(why);
      if (invalid || why !== null) field.select();
      else {
        setTyped(null);
        onLeave();
      }
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <>
      <input
        className={`order-input${props.strong ? ' strong' : ''}`}
        data-cell={cell}
        aria-label={label}
        aria-invalid={invalid}
        aria-describedby={problem === null ? undefined : problemId}
        autoComplete="off"
        spellCheck={false}
        inputMode="decimal"
        value={typed ?? format(value)}
        onChange={(event) => {
          setTyped(event.target.value);
          setRefused(null);
          const read = parse(event.target.value);
          if (read !== null) onChange(read);
        }}
        onFocus={(event) => {
          before.current = value;
          event.target.select();
          props.onFocus();
        }}
        onBlur={() => {
          setRefused(null);
          if (!invalid) setTyped(null);
        }}
        onKeyDown={onKeyDown}
      />
      {problem === null ? null : (
        <span id={problemId} role="alert" className="order-figure-problem">
          {problem}
        </span>
      )}
    </>
  );
}
