import { Input, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { canBeSpokenCode, codeDigits } from '#shared/domains/admin/rules/spoken-code.ts';
import type { OrderDocument } from '#shared/domains/sales/queries/order.ts';
import { notify } from '../../../app/notices.ts';
import { nowAtOffice } from '../../../app/session.ts';
import { useCommand } from '../../../app/use-command.ts';
import { DialogField, FormDialog } from '../../../ui/form-dialog.tsx';
import { moneyText } from '../../../ui/format-text.ts';

interface EnterCodeDialogProps {
  readonly order: Pick<OrderDocument['order'], 'id' | 'number' | 'totalMinor' | 'currency'>;
  readonly kind: 'discount' | 'credit';
  /** Who may decide it. */
  readonly people: readonly { readonly id: string; readonly name: string }[];
  readonly onClose: () => void;
}

/** Takes what somebody reads out over the phone; says what to tell him first. */
export function EnterCodeDialog({ order, kind, people, onClose }: EnterCodeDialogProps): ReactNode {
  const { t } = useTranslation();
  const { run, running } = useCommand('sales.enterApprovalCode');
  const [approverId, setApproverId] = useState(people.length === 1 ? (people[0]?.id ?? null) : null);
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const enter = async () => {
    const code = codeDigits(typed);
    const now = nowAtOffice();
    if (approverId === null) setProblem(t('sales.words.whoMissing'));
    else if (!canBeSpokenCode(code, now)) setProblem(t('sales.words.codeMisheard'));
    else {
      const reply = await run({ orderId: order.id, kind, approverId, code });
      if (reply.state === 'rejected') return;
      notify({
        tone: 'done',
        title: () => t('sales.words.released', { number: order.number }),
        text: () => t('sales.words.releasedText'),
      });
      onClose();
    }
  };
  return (
    <FormDialog
      title={t('sales.words.codeTitle', { number: order.number })}
      text={t('sales.words.codeText', {
        number: order.number,
        amount: moneyText(order.totalMinor, order.currency),
        kind: t(`sales.words.kinds.${kind}`),
      })}
      okText={t('sales.words.codeDo')}
      isBusy={running}
      closeText={t('sales.words.back')}
      onDone={() => void enter()}
      onClose={onClose}
    >
      <DialogField id="code-approver" label={t('sales.words.approver')}>
        <Select
          id="code-approver"
          showSearch
          optionFilterProp="label"
          value={approverId}
          placeholder={t('sales.words.approverHint')}
          options={people.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(id: string) => setApproverId(id)}
        />
      </DialogField>
      <DialogField id="code-digits" label={t('sales.words.code')}>
        <Input
          id="code-digits"
          autoFocus
          inputMode="numeric"
          autoComplete="off"
          placeholder="00 0000 0000"
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setProblem(null);
          }}
        />
      </DialogField>
      {problem ? (
        <p className="state-late" role="alert">
          {problem}
        </p>
      ) : null}
    </FormDialog>
  );
}
