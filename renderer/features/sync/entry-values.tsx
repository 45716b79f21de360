import { CloudServerOutlined, LaptopOutlined } from '@ant-design/icons';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LedgerEntry, ToldRow, ToldValue } from '#shared/protocol/ledger-bridge.ts';
import { bridge } from '../../app/bridge.ts';
import { i18n } from '../../app/i18n.ts';
import { useSyncStatus } from '../../app/session.ts';
import { useShortcut } from '../../app/shortcuts.ts';
import { countText, dateText, moneyText, percentText, quantityText, unitPriceText } from '../../ui/format-text.ts';
import { KeyCap } from '../../ui/key-cap.tsx';
import './entry-values.css';

const NOTHING: readonly ToldRow[] = [];
/** What is read digit under digit. */
const figures: ReadonlySet<ToldValue['kind']> = new Set(['quantity', 'price', 'amount', 'percent', 'days', 'number']);
/** A domain names the columns of its tables that people know. */
const toldKey = (table: string, name: string): string => ['told', table, name].join('.');

/** Where the office has other values than were made here; asked again when the entry or sync moves on. */
function useValues({ commandId, state, takenBack }: LedgerEntry): readonly ToldRow[] {
  const [read, setRead] = useState<{ readonly of: string; readonly rows: readonly ToldRow[] } | null>(null);
  const asOf = useSyncStatus(({ status }) => status?.dataAsOf ?? null);
  // What was taken back is nobody's any more.
  const isSettled = state === 'applied' || takenBack;
  // biome-ignore lint/correctness/useExhaustiveDependencies: an answer and what a pull brought say when to look again
  useEffect(() => {
    let isGone = false;
    if (isSettled) return;
    void bridge()
      .sync.values(commandId)
      .then((rows) => {
        if (!isGone) setRead({ of: commandId, rows });
      });
    return () => {
      isGone = true;
    };
  }, [commandId, state, isSettled, asOf]);
  return read?.of === commandId && !isSettled ? read.rows : NOTHING;
}

interface EntryValuesProps {
  readonly entry: LedgerEntry;
  /** Whether it stands open at first. */
  readonly isOpen: boolean;
}

/** The server's value and mine, by row: what was found, what was made of it, what the office has; nothing where all agree. */
export function EntryValues({ entry, isOpen }: EntryValuesProps): ReactNode {
  const { t } = useTranslation();
  const rows = useValues(entry);
  const details = useRef<HTMLDetailsElement>(null);
  useShortcut(
    'v',
    () => {
      if (!details.current) return;
      details.current.open = !details.current.open;
      details.current.querySelector('summary')?.focus();
      if (details.current.open) details.current.scrollIntoView({ block: 'nearest' });
    },
    { labelKey: 'syncLedger.values.key', enabled: rows.length > 0 },
  );
  if (rows.length === 0) return null;
  const isWaiting = entry.state === 'waiting' || entry.state === 'sent' || entry.state === 'failed';
  return (
    <details className="entry-values" ref={details} open={isOpen}>
      <summary>
        {t('syncLedger.values.title')} <KeyCap keys="v" />
      </summary>
      {isWaiting ? <p className="small text-3">{t('syncLedger.values.waiting')}</p> : null}
      {rows.map((row) => (
        <RowValues key={`${row.table} ${row.rowId}`} row={row} />
      ))}
    </details>
  );
}

function RowValues({ row }: { readonly row: ToldRow }): ReactNode {
  const { t } = useTranslation();
  const { table, title, isNew, isGone, values } = row;
  const caption = t(toldKey(table, 'row'), { title });
  if (isGone) {
    return (
      <section className="values-gone" data-selectable>
        <h3 className="strong">{caption}</h3>
        <p className="text-2">{t('syncLedger.values.gone')}</p>
      </section>
    );
  }
  const isOfFigures = values.every(({ kind }) => figures.has(kind));
  return (
    <table className={`values-table${isOfFigures ? ' values-figures' : ''}`} data-selectable>
      <caption className="strong">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">
            <span className="visually-hidden">{t('syncLedger.values.field')}</span>
          </th>
          {isNew ? null : <th scope="col">{t('syncLedger.values.was')}</th>}
          <th scope="col">
            <LaptopOutlined aria-hidden /> {t(`syncLedger.values.${isNew ? 'made' : 'mine'}`)}
          </th>
          <th scope="col">
            <CloudServerOutlined aria-hidden /> {t('syncLedger.values.now')}
          </th>
        </tr>
      </thead>
      <tbody>
        {values.map((value) => (
          <tr key={value.field}>
            <th scope="row">{t(toldKey(table, value.field))}</th>
            {isNew ? null : <td className="text-2">{valueText(row, value, value.was)}</td>}
            <td className="text-2">{valueText(row, value, value.mine)}</td>
            <td className="strong">{valueText(row, value, value.now)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function valueText({ table, currency }: ToldRow, { kind }: ToldValue, value: string | number | null): string {
  if (value === null || value === '') return i18n.t('syncLedger.values.none');
  if (typeof value === 'string') {
    if (kind === 'date') return dateText(value, i18n.language);
    return kind === 'word' ? i18n.t(toldKey(table, `words.${value}`)) : value;
  }
  if (kind === 'quantity') return quantityText(value);
  if (kind === 'price') return unitPriceText(value);
  if (kind === 'amount' && currency !== null) return moneyText(value, currency);
  if (kind === 'percent') return percentText(value);
  if (kind === 'days') return i18n.t('syncLedger.values.days', { count: value });
  if (kind === 'yesNo') return i18n.t(value === 1 ? 'syncLedger.values.yes' : 'syncLedger.values.no');
  return countText(value);
}
