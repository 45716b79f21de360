import { Button, Input, Modal, Select } from 'antd';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SpokenCode } from '#shared/domains/admin/queries/spoken-code.ts';
import { currencyDecimals, formatDecimal, parseDecimal } from '#shared/kernel/money.ts';
import { reasonText } from '../../app/i18n.ts';
import { QueryRefused, runQuery } from '../../app/use-query.ts';
import { KeyCap } from '../../ui/key-cap.tsx';
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
  const make = async (event: FormEvent) => {
    event.preventDefault();
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
    <Modal open centered title={t('approvals.code.title')} width="var(--dialog)" footer={null} onCancel={onClose}>
      <form className="approval-form" onSubmit={(event) => void make(event)}>
        <p className="text-2">{t('approvals.code.text')}</p>
        <label htmlFor="code-number">
          <span>{t('approvals.code.number')}</span>
          <Input
            id="code-number"
            autoFocus={asked.number === ''}
            value={number}
            onChange={(event) => change(setNumber)(event.target.value)}
          />
        </label>
        <label htmlFor="code-amount">
          <span>{t('approvals.code.amount')}</span>
          <Input
            id="code-amount"
            inputMode="decimal"
            suffix={currency}
            value={amount}
            onChange={(event) => change(setAmount)(event.target.value)}
          />
        </label>
        <label htmlFor="code-kind">
          <span>{t('approvals.code.kind')}</span>
          <Select
            id="code-kind"
            value={kind}
            onChange={change(setKind)}
            options={kinds.map((value) => ({ value, label: t(`approvals.kindsLong.${value}`) }))}
          />
        </label>
        <label htmlFor="code-hours">
          <span>{t('approvals.code.hours')}</span>
          <Select
            id="code-hours"
            value={hours}
            onChange={change(setHours)}
            options={hoursOffered.map((value) => ({
              value,
              label: t('approvals.code.hoursOption', { count: value }),
            }))}
          />
        </label>
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
        <div className="approval-form-actions">
          <Button onClick={onClose}>{t('approvals.code.close')}</Button>
          <Button type="primary" htmlType="submit" autoFocus={asked.number !== ''}>
            {t('approvals.code.readOut')}
            <KeyCap keys="enter" />
          </Button>
        </div>
      </form>
    </Modal>
  );
}
