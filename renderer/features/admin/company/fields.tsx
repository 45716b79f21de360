import { AutoComplete, Input, Select, Switch } from 'antd';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { readCell } from '#shared/kernel/import-fields.ts';
import type { CalendarDate } from '#shared/kernel/instants.ts';
import { type BasisPoints, parseDecimal } from '#shared/kernel/money.ts';
import { PictureField } from './picture-field.tsx';

/** What stands in a form: texts by the names of its fields, as they were typed. */
export type Draft = Readonly<Record<string, string>>;

export type FieldKind =
  | 'text'
  | 'code'
  | 'currency'
  | 'days'
  | 'percentage'
  | 'rate'
  | 'date'
  | 'choice'
  | 'switch'
  | 'picture';

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly kind: FieldKind;
  readonly required?: boolean;
  readonly maxLength?: number;
  /** Of a choice: all there are. Of a code: the known ones; another can be typed. */
  readonly choices?: readonly { readonly value: string; readonly label: string }[];
  /** What it is good for, or what it does, in a sentence. */
  readonly help?: string;
  readonly locked?: boolean;
  readonly hidden?: boolean;
  /** Of a picture: whose it is. */
  readonly alt?: string;
}

/** A day as it was typed (2027-1-1, 2027/1/1); null when it is none. */
export function readDay(typed: string): CalendarDate | null {
  const read = readCell({ name: 'day', kind: 'date', required: true, headings: [] }, typed);
  return 'value' in read && typeof read.value === 'string' ? read.value : null;
}

/** A percentage as it was typed (5, 5%, 12.5): basis points; null when it is none. */
export function readPercentage(typed: string): BasisPoints | null {
  const value = parseDecimal(typed.trim().replace(/[%％]$/, ''), 2);
  return value !== null && value >= 0 && value <= 10_000 ? value : null;
}

const RATE_LIMIT = 1e10;

/** An exchange rate as it was typed (7.0796): millionths; null when it is none. */
export function readRate(typed: string): number | null {
  const value = parseDecimal(typed, 6);
  return value !== null && value > 0 && value <= RATE_LIMIT ? value : null;
}

const readers: Readonly<Record<FieldKind, (typed: string) => boolean>> = {
  text: () => true,
  code: (typed) => /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,19}$/u.test(typed),
  currency: (typed) => /^[A-Z]{3}$/.test(typed),
  days: (typed) => /^\d{1,3}$/.test(typed) && Number(typed) <= 365,
  percentage: (typed) => readPercentage(typed) !== null,
  rate: (typed) => readRate(typed) !== null,
  date: (typed) => readDay(typed) !== null,
  choice: () => true,
  switch: () => true,
  picture: () => true,
};

/** The first field that cannot be taken as it was typed; null: all can. */
export function findWrong(fields: readonly Field[], draft: Draft): Field | null {
  const wrong = fields.find((field) => {
    if (field.hidden) return false;
    const typed = (draft[field.name] ?? '').trim();
    return typed === '' ? field.required === true : !readers[field.kind](typed);
  });
  return wrong ?? null;
}

const fits = (label: string | undefined, typed: string) => (label ?? '').toLowerCase().includes(typed.toLowerCase());

interface FieldRowProps {
  readonly field: Field;
  readonly value: string;
  readonly isWrong: boolean;
  readonly disabled: boolean;
  readonly autoFocus: boolean;
  readonly onChange: (value: string) => void;
}

/** A field with its label above it, and what is wrong below. */
export function FieldRow(props: FieldRowProps): ReactNode {
  const { t } = useTranslation();
  const { field, isWrong } = props;
  const id = useId();
  const noteId = `${id}-note`;
  const wrong = props.value.trim() === '' ? 'text' : field.kind;
  const note = isWrong ? t(`admin.company.wrong.${wrong}`) : field.help;
  return (
    <div className="company-field">
      <label htmlFor={id}>
        {field.label}
        {field.required ? null : t('admin.company.optional')}
      </label>
      <Control {...props} id={id} noteId={note ? noteId : undefined} />
      {note ? (
        <p id={noteId} className={isWrong ? 'company-field-wrong' : 'company-field-help'}>
          {note}
        </p>
      ) : null}
    </div>
  );
}

function Control({
  field,
  value,
  isWrong,
  disabled,
  autoFocus,
  onChange,
  id,
  noteId,
}: FieldRowProps & { readonly id: string; readonly noteId: string | undefined }): ReactNode {
  const { t } = useTranslation();
  const isOff = disabled || field.locked === true;
  const described = noteId === undefined ? {} : { 'aria-describedby': noteId };
  if (field.kind === 'switch') {
    return (
      <span>
        <Switch
          id={id}
          disabled={isOff}
          checked={value === '1'}
          onChange={(next) => onChange(next ? '1' : '0')}
          {...described}
        />
      </span>
    );
  }
  if (field.kind === 'picture') {
    return <PictureField id={id} value={value} disabled={isOff} alt={field.alt ?? ''} onChange={onChange} />;
  }
  if (field.kind === 'choice') {
    return (
      <Select<string>
        id={id}
        disabled={isOff}
        value={value}
        autoFocus={autoFocus}
        onChange={onChange}
        options={[...(field.choices ?? [])]}
        {...described}
      />
    );
  }
  if (field.choices) {
    return (
      <AutoComplete
        id={id}
        disabled={isOff}
        value={value}
        autoFocus={autoFocus}
        onChange={(next) => onChange(next ?? '')}
        options={[...field.choices]}
        showSearch={{ filterOption: (typed, option) => fits(option?.label, typed) }}
        {...(isWrong ? { status: 'error' as const, 'aria-invalid': true } : {})}
        {...described}
      />
    );
  }
  const suffix = field.kind === 'percentage' ? '%' : field.kind === 'days' ? t('admin.company.days') : undefined;
  return (
    <Input
      id={id}
      disabled={isOff}
      value={value}
      autoFocus={autoFocus}
      maxLength={field.maxLength ?? 200}
      placeholder={field.kind === 'date' ? t('admin.company.dateForm') : ''}
      onChange={(event) => onChange(field.kind === 'currency' ? event.target.value.toUpperCase() : event.target.value)}
      {...(isWrong ? { status: 'error' as const, 'aria-invalid': true } : {})}
      {...(suffix ? { suffix } : {})}
      {...described}
    />
  );
}
