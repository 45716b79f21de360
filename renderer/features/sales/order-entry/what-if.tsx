import { Checkbox, DatePicker, Input, Select } from 'antd';
import dayjs from 'dayjs';
import { type ReactNode, useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Company } from '#shared/domains/admin/queries/company.ts';
import { daysBetween } from '#shared/domains/billing/rules/credit-limit.ts';
import type { PromiseOf } from '#shared/domains/inventory/queries/promises.ts';
import { useQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { DialogField, FormDialog } from '../../../ui/form-dialog.tsx';
import { dateText, EN_DASH, MINUS, moneyText, percentText } from '../../../ui/format-text.ts';
import { useDayFormats } from '../../../ui/use-day-formats.ts';
import { offText } from './document-off.tsx';
import type { DraftHandle } from './draft-store.ts';
import { parseOff } from './entry-text.ts';
import type { OrderDraft } from './order-draft.ts';
import type { DraftData } from './use-draft-data.ts';
import {
  type Delivery,
  type Ground,
  type Outcome,
  outcomeOf,
  type Supposed,
  takeOver,
  wantedOf,
} from './what-if-figures.ts';
import './what-if.css';

interface WhatIfProps {
  readonly handle: DraftHandle;
  readonly draft: OrderDraft;
  readonly company: Company;
  readonly data: DraftData;
}

/** Alt+W: what the order would come to on other terms, before anything is changed. */
export function WhatIf(props: WhatIfProps): ReactNode {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  if (props.draft.lines.length === 0) return null;
  return (
    <div className="what-if-key">
      <ActionButton
        label={t('sales.whatIf.open')}
        keys="alt+w"
        labelKey="sales.whatIf.open"
        onRun={() => setOpen(true)}
      />
      {isOpen ? <WhatIfDialog {...props} onClose={() => setOpen(false)} /> : null}
    </div>
  );
}

function WhatIfDialog({ handle, draft, company, data, onClose }: WhatIfProps & { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const field = useId();
  const dayFormats = useDayFormats();
  const { stock, terms, book, costs, credit, overdueHoldDays, figures } = data;
  const { currency } = terms;
  const ground = useMemo<Ground>(
    () => ({ stock, terms, book, costs, status: credit?.status ?? null, overdueHoldDays }),
    [stock, terms, book, costs, credit, overdueHoldDays],
  );
  const { documentDiscount, documentDiscountMinor, requestedOn, warehouseId } = draft;
  const asIs: Supposed = { documentDiscount, documentDiscountMinor, requestedOn, warehouseId, isSplit: false };
  const [supposed, setSupposed] = useState(asIs);
  const [off, setOff] = useState(() => offText(draft, currency));
  const isRead = parseOff(off, currency) !== null;
  const wanted = wantedOf(figures);
  const now = usePromised(wanted, asIs);
  const then = usePromised(wanted, supposed);
  const before = outcomeOf(draft, asIs, ground, now);
  const after = outcomeOf(draft, supposed, ground, then);
  const put = (change: Partial<Supposed>) => setSupposed({ ...supposed, ...change });
  const take = () => {
    for (const action of takeOver(draft, supposed, then ?? [])) handle.change(action);
    onClose();
  };
  return (
    <FormDialog
      title={t('sales.whatIf.title')}
      text={t('sales.whatIf.help')}
      okText={t('sales.whatIf.take')}
      closeText={t('sales.whatIf.leave')}
      isReady={isRead && (then !== null || !supposed.isSplit)}
      onDone={take}
      onClose={onClose}
    >
      <DialogField id={`${field}off`} label={t('sales.foot.off')}>
        <Input
          id={`${field}off`}
          autoFocus
          value={off}
          status={isRead ? '' : 'error'}
          onFocus={(event) => event.target.select()}
          onChange={({ target }) => {
            setOff(target.value);
            const read = parseOff(target.value, currency);
            if (read) put({ documentDiscount: read.discount, documentDiscountMinor: read.amountMinor });
          }}
        />
      </DialogField>
      <DialogField id={`${field}day`} label={t('sales.orderEntry.requestedOn')}>
        <DatePicker
          id={`${field}day`}
          format={dayFormats}
          value={supposed.requestedOn === null ? null : dayjs(supposed.requestedOn)}
          placeholder={t('sales.orderEntry.anyDay')}
          minDate={dayjs().startOf('day')}
          onChange={(day) => put({ requestedOn: day ? day.format('YYYY-MM-DD') : null })}
        />
      </DialogField>
      <DialogField id={`${field}warehouse`} label={t('sales.orderEntry.warehouse')}>
        <Select
          id={`${field}warehouse`}
          value={supposed.warehouseId}
          options={company.warehouses.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(chosen: string) => put({ warehouseId: chosen })}
        />
      </DialogField>
      <DialogField id={`${field}split`} label={t('sales.whatIf.split')}>
        <Checkbox
          id={`${field}split`}
          checked={supposed.isSplit}
          onChange={({ target }) => put({ isSplit: target.checked })}
        >
          {t('sales.whatIf.splitHelp')}
        </Checkbox>
      </DialogField>
      <Compared before={before} after={after} terms={terms} />
    </FormDialog>
  );
}

/** R21 of what the order asks, on the supposed terms; null while it is being read. */
function usePromised(
  wanted: ReturnType<typeof wantedOf>,
  { warehouseId, requestedOn }: Pick<Supposed, 'warehouseId' | 'requestedOn'>,
): readonly PromiseOf[] | null {
  const asked = { warehouseId: warehouseId ?? '', on: requestedOn, wanted };
  const found = useQuery<readonly PromiseOf[]>('inventory.promisesOf', asked, { enabled: warehouseId !== null });
  return found.data ?? null;
}

interface ComparedProps {
  readonly before: Outcome;
  readonly after: Outcome;
  readonly terms: DraftData['terms'];
}

interface ComparedRow {
  readonly key: string;
  readonly label: string;
  readonly before: string;
  readonly after: string;
  readonly difference: string;
}

/** As it is, with the changes, and what that makes. */
function Compared({ before, after, terms }: ComparedProps): ReactNode {
  const { t, i18n } = useTranslation();
  const { currency, homeCurrency } = terms;
  const money = (minor: number | null, of: string): string => (minor === null ? EN_DASH : moneyText(minor, of));
  const amount = (key: string, was: number | null, is: number | null, of: string): ComparedRow => ({
    ...{ key, label: t(`sales.whatIf.${key}`), before: money(was, of), after: money(is, of) },
    difference: was === null || is === null || was === is ? '' : signed(is - was, moneyText(Math.abs(is - was), of)),
  });
  const day = (on: string | null): string => (on === null ? t('sales.whatIf.unforeseen') : dateText(on, i18n.language));
  const dayRow = (key: 'firstOn' | 'wholeOn'): ComparedRow => {
    const [was, is] = [before.delivery, after.delivery].map((delivery) => (delivery ? delivery[key] : undefined));
    const days = was && is ? daysBetween(was, is) : 0;
    return {
      ...{ key, label: t(`sales.whatIf.${key}`) },
      before: was === undefined ? '…' : day(was),
      after: is === undefined ? '…' : day(is),
      difference: days === 0 ? '' : signed(days, t('sales.whatIf.days', { count: Math.abs(days) })),
    };
  };
  const inFull = (delivery: Delivery | null): string =>
    delivery ? t('sales.whatIf.inFullOf', { inFull: delivery.inFull, products: delivery.products }) : '…';
  const rate = ({ margin }: Outcome): string => (margin?.rate == null ? EN_DASH : percentText(margin.rate));
  const rows: ComparedRow[] = [
    amount('total', before.totalMinor, after.totalMinor, currency),
    ...(before.margin && after.margin
      ? [
          amount('margin', before.margin.marginMinor, after.margin.marginMinor, homeCurrency),
          { key: 'rate', label: t('sales.whatIf.rate'), before: rate(before), after: rate(after), difference: '' },
        ]
      : []),
    ...(before.creditLeftMinor === null
      ? []
      : [amount('creditLeft', before.creditLeftMinor, after.creditLeftMinor, currency)]),
    {
      key: 'goes',
      label: t('sales.whatIf.goes'),
      before: goesText(before, t),
      after: goesText(after, t),
      difference: '',
    },
    {
      key: 'inFull',
      label: t('sales.whatIf.inFull'),
      before: inFull(before.delivery),
      after: inFull(after.delivery),
      difference: '',
    },
    dayRow('firstOn'),
    dayRow('wholeOn'),
  ];
  return (
    <table className="what-if">
      <thead>
        <tr>
          <th aria-label={t('sales.whatIf.figure')} />
          <th>{t('sales.whatIf.before')}</th>
          <th>{t('sales.whatIf.after')}</th>
          <th>{t('sales.whatIf.difference')}</th>
        </tr>
      </thead>
      <tbody aria-live="polite">
        {rows.map((row) => (
          <tr key={row.key} className={row.before === row.after ? undefined : 'what-if-changed'}>
            <th scope="row">{row.label}</th>
            <td>{row.before}</td>
            <td>{row.after}</td>
            <td>{row.difference}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const signed = (sign: number, text: string): string => `${sign < 0 ? MINUS : '+'}${text}`;

function goesText({ isHeldForCredit, waitsForApproval }: Outcome, t: ReturnType<typeof useTranslation>['t']): string {
  const words = [
    ...(waitsForApproval ? [t('sales.whatIf.waits')] : []),
    ...(isHeldForCredit ? [t('sales.whatIf.held')] : []),
  ];
  return words.length === 0 ? t('sales.whatIf.through') : words.join(' · ');
}
