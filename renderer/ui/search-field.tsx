import { SearchOutlined } from '@ant-design/icons';
import { Input, type InputRef } from 'antd';
import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcut } from '../app/shortcuts.ts';
import { KeyCap } from './key-cap.tsx';

/** As many as a query takes. */
const LIMIT_CHARACTERS = 100;

interface SearchFieldProps {
  /** Accessible name, and what stands in the empty field. */
  readonly label: string;
  /** Text for the list of `?`. */
  readonly labelKey: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Enter: the first hit. */
  readonly onEnter?: () => void;
  readonly autoFocus?: boolean;
}

/** The search of a list: `/` goes there, arrow down goes to the rows, Enter takes the first. */
export function SearchField({
  label,
  labelKey,
  value,
  onChange,
  onEnter,
  autoFocus = false,
}: SearchFieldProps): ReactNode {
  const { t } = useTranslation();
  const field = useRef<InputRef>(null);
  useShortcut('/', () => field.current?.focus({ cursor: 'all' }), { labelKey });
  return (
    <Input
      ref={field}
      className="search-field"
      type="search"
      aria-label={label}
      aria-keyshortcuts="/"
      placeholder={label}
      title={t(labelKey)}
      prefix={<SearchOutlined className="text-3" />}
      suffix={value === '' ? <KeyCap keys="/" /> : null}
      allowClear
      autoFocus={autoFocus}
      maxLength={LIMIT_CHARACTERS}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) onEnter?.();
        else if (event.key === 'Escape' && value !== '') onChange('');
        else if (event.key === 'ArrowDown') {
          event.currentTarget.closest('.page')?.querySelector<HTMLElement>('.data-table')?.focus();
        } else return;
        event.preventDefault();
      }}
    />
  );
}
