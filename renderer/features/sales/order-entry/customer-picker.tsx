import { UserOutlined } from '@ant-design/icons';
import type { ReactNode, Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerListRow } from '#shared/domains/crm/queries/customer-list.ts';
import type { Page } from '#shared/kernel/paging.ts';
import { runQuery } from '../../../app/use-query.ts';
import { Found } from '../../../ui/found.tsx';
import { Picker, type PickerHandle } from '../../../ui/picker.tsx';
import { NoCustomerHits } from './no-customer-hits.tsx';

const HITS_SHOWN = 20;
const SEARCH_LIMIT_CHARACTERS = 100;

/** Hanzi, pinyin, initials, code or phone; two letters are enough to look. */
async function findCustomers(typed: string): Promise<readonly CustomerListRow[]> {
  const args = { search: typed.slice(0, SEARCH_LIMIT_CHARACTERS), cursor: null, limit: HITS_SHOWN };
  return (await runQuery<Page<CustomerListRow>>('crm.customerList', args)).rows;
}

export interface CustomerPickerProps {
  readonly id: string;
  readonly name: string | null;
  readonly autoFocus: boolean;
  /** `keys` came behind the Enter that took the customer: they are for the lines. */
  readonly onPick: (customer: CustomerListRow, keys: string) => void;
  readonly onMissed: (typed: string, keys: string) => void;
  readonly ref: Ref<PickerHandle>;
}

/** Whom the order is for. */
export function CustomerPicker({ id, name, autoFocus, onPick, onMissed, ref }: CustomerPickerProps): ReactNode {
  const { t } = useTranslation();
  return (
    <Picker<CustomerListRow>
      ref={ref}
      id={id}
      className="order-customer"
      label={t('sales.orderEntry.customer')}
      value={name ?? ''}
      placeholder={t('sales.orderEntry.customerHint')}
      icon={<UserOutlined />}
      fromLetters={1}
      autoFocus={autoFocus}
      search={findCustomers}
      itemKey={(customer) => customer.id}
      renderItem={(customer, typed) => (
        <span className="customer-hit">
          <span className="text-2 ellipsis">
            <Found text={customer.code} typed={typed} />
          </span>
          <span className="ellipsis">
            <Found text={customer.name} typed={typed} />
          </span>
          <span className="text-3">{customer.city ?? customer.phone}</span>
        </span>
      )}
      onPick={onPick}
      onMissed={onMissed}
      noHits={<NoCustomerHits />}
    />
  );
}
