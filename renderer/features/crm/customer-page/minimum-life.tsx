import { InputNumber } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Row } from '#shared/kernel/table.ts';
import { usePermission } from '../../../app/session.ts';
import { useCommand } from '../../../app/use-command.ts';

const MOST_DAYS = 3_650;

/** How long goods must still be good for when they are sent to a customer (R30); orders that come take it. */
export function MinimumLife({ customer }: { readonly customer: Row<'customers'> }): ReactNode {
  const { t } = useTranslation();
  const maySet = usePermission('sales.confirmOrder');
  const command = useCommand('crm.setMinimumLife');
  const known = customer.minimumLifeDays;
  const [typed, setTyped] = useState<number | null>(known);
  // What came from elsewhere meanwhile is shown, unless somebody is typing.
  const [shown, setShown] = useState(known);
  if (shown !== known) {
    setShown(known);
    setTyped(known);
  }
  if (!maySet) return known === 0 ? t('crm.anyLife') : t('crm.lifeDays', { count: known });
  const save = () => {
    const minimumLifeDays = typed ?? 0;
    if (minimumLifeDays === known || command.running) return;
    void command.run({ customerId: customer.id, minimumLifeDays });
  };
  return (
    <InputNumber<number>
      size="small"
      min={0}
      max={MOST_DAYS}
      precision={0}
      aria-label={t('crm.fields.minimumLifeDays')}
      suffix={<span className="text-3">{t('crm.lifeUnit')}</span>}
      value={typed}
      onChange={setTyped}
      onPressEnter={save}
      onBlur={save}
    />
  );
}
