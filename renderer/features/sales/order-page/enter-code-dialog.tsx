import { Button, Input, Modal, Select } from 'antd';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { canBeSpokenCode, codeDigits } from '#shared/domains/admin/rules/spoken-code.ts';
import type { OrderDocument } from '#shared/domains/sales/queries/order.ts';
import { notify } from '../../../app/notices.ts';
import { useSyncStatus } from '../../../app/session.ts';
import { useCommand } from '../../../app/use-command.ts';
import { moneyText } from '../../../ui/format-text.ts';
import { KeyCap } from '../../../ui/key-cap.tsx';

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
  const enter = async (event: FormEvent) => {
    event.preventDefault();
    const code = codeDigits(typed);
    const now = Date.now() + (useSyncStatus.getState().status?.clockOffsetMs ?? 0);
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
    <Modal
      open
      centered
      title={t('sales.words.codeTitle', { number: order.number })}
      width="var(--dialog)"
      footer={null}
      onCancel={onClose}
    >
      <form className="order-form" onSubmit={(event) => void enter(event)}>
        <p className="text-2">
          {t('sales.words.codeText', {
            number: order.number,
            amount: moneyText(order.totalMinor, order.currency),
            kind: t(`sales.words.kinds.${kind}`),
          })}
        </p>
        <label htmlFor="code-approver">
          <span>{t('sales.words.approver')}</span>
          <Select
            id="code-approver"
            showSearch
            optionFilterProp="label"
            value={approverId}
            placeholder={t('sales.words.approverHint')}
            options={people.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(id: string) => setApproverId(id)}
          />
        </label>
        <label htmlFor="code-digits">
          <span>{t('sales.words.code')}</span>
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
        </label>
        {problem ? (
          <p className="state-late" role="alert">
            {problem}
          </p>
        ) : null}
        <div className="order-form-actions">
          <Button onClick={onClose}>{t('sales.words.back')}</Button>
          <Button type="primary" htmlType="submit" loading={running}>
            {t('sales.words.codeDo')}
            <KeyCap keys="enter" />
          </Button>
        </div>
      </form>
    </Modal>
  );
}
