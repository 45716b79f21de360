import { Input, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SpokenCode } from '#shared/domains/admin/queries/spoken-code.ts';
import { currencyDecimals, formatDecimal, parseDecimal } from '#shared/kernel/money.ts';
import { reasonText } from '../../app/i18n.ts';
import { QueryRefused, runQuery } from '../../app/use-query.ts';
import { DialogField, FormDialog } from '../../ui/form-dialog.tsx';
import { useCompany } from '../../ui/use-company.ts';
import type { CodeQuestion } from './code-question.ts';
import './approvals.css';

const hoursOffered = [1, 2, 4, 8, 24, 72];
const kinds = ['discount', 'credit'] as const;

interface SpokenCodeDialogProps {
  readonly asked: CodeQuestion;
  readonly onClose: () => void;
}

/** Makes a code to be read out: number and amount as the colleague says them, with no network and without the order. */
export function SpokenCodeDialog({ asked, onClose }: SpokenCodeDialogProps): ReactNode {
  const { t } = useTranslation();
  const home = useCompany()?.settings['company.currency'] ?? 'CNY';
  const currency = asked.currency ?? home;
  const decimals = currencyDecimals(currency);
  const [number, setNumber] = useState(asked.number);
  const [amount, setAmount] = useState(
    asked.amountMinor === null ? '' : formatDecimal(asked.amountMinor, decimals, decimals),
  );
  const [kind, setKind] = useState(asked.kind);
  const [hours, setHours] = useState(4);
  const [made, setMade] = useState<SpokenCode | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const change =
    <Value,>(set: (value: Value) => void) =>
    (value: Value) => {
      set(value);
      setMade(null);
      setProblem(null);
    };
  const make = async () => {
    const amountMinor = parseDecimal(amount.replaceAll(',', '').trim(), decimals);
    if (number.trim() === '' || amountMinor === null) {
      setProblem(t('approvals.code.missing'));
      return;
    }
    const args = { documentNumber: number.trim(), amountMinor, currency, kind, hours };
    try {
      const code = await runQuery<SpokenCode | null>('admin.spokenCode', args);
      setMade(code);
      setProblem(code ? null : t('approvals.code.nothing'));
    } catch (error) {
      if (!(error instanceof QueryRefused)) throw error;
      setProblem(reasonText(error.reason));
    }
  };
  return (
    <FormDialog
      title={t('approvals.code.title')}
      text={t('approvals.code.text')}
      okText={t('approvals.code.readOut')}
      okFirst={asked.number !== ''}
      closeText={t('approvals.code.close')}
      onDone={() => void make()}
      onClose={onClose}
    >
      <DialogField id="code-number" label={t('approvals.code.number')}>
        <Input
          id="code-number"
          autoFocus={asked.number === ''}
          value={number}
          onChange={(event) => change(setNumber)(event.target.value)}
        />
      </DialogField>
      <DialogField id="code-amount" label={t('approvals.code.amount')}>
        <Input
          id="code-amount"
          inputMode="decimal"
          suffix={currency}
          value={amount}
          onChange={(event) => change(setAmount)(event.target.value)}
        />
      </DialogField>
      <DialogField id="code-kind" label={t('approvals.code.kind')}>
        <Select
          id="code-kind"
          value={kind}
          onChange={change(setKind)}
          options={kinds.map((value) => ({ value, label: t(`approvals.kindsLong.${value}`) }))}
        />
      </DialogField>
      <DialogField id="code-hours" label={t('approvals.code.hours')}>
        <Select
          id="code-hours"
          value={hours}
          onChange={change(setHours)}
          options={hoursOffered.map((value) => ({
            value,
            label: t('approvals.code.hoursOption', { count: value }),
          }))}
        />
      </DialogField>
      {problem ? (
        <p className="state-late" role="alert">
          {problem}
        </p>
      ) : null}
      {made ? (
        <div className="approval-code" role="status" data-selectable>
          <span className="text-3">{t('approvals.code.readOut')}</span>
          <output className="approval-code-digits">{made.spoken}</output>
          <span className="text-3">{t('approvals.code.ends', { at: made.endsAt })}</span>
        </div>
      ) : null}
    </FormDialog>
  );
}
