import { Select } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerListRow } from '#shared/domains/crm/queries/customer-list.ts';
import type { CustomerGroupRow, PriceListRow } from '#shared/domains/sales/queries/price-lists.ts';
import type { Page } from '#shared/kernel/paging.ts';
import type { Row } from '#shared/kernel/table.ts';
import { notify } from '../../../app/notices.ts';
import { useCommand } from '../../../app/use-command.ts';
import { runQuery, useQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { DialogField, FormDialog } from '../../../ui/form-dialog.tsx';
import { Picker } from '../../../ui/picker.tsx';
import { taxCodeText } from '../../../ui/tax-code-text.ts';
import { useCompany } from '../../../ui/use-company.ts';
import '../pricing.css';

type Customer = Row<'customers'>;
type Parties = Pick<Customer, 'parentId' | 'billToId' | 'payerId' | 'groupId' | 'priceListId' | 'taxCode'>;

const roles = ['parentId', 'billToId', 'payerId'] as const;
const words = { parentId: 'parent', billToId: 'billTo', payerId: 'payer' } as const;
const HITS = 8;

interface PartiesDialogProps {
  readonly customer: Customer;
  readonly onClose: () => void;
}

/** At whose prices a customer buys, whose shop it is, who is billed and who pays: orders from now on take it. */
export function PartiesDialog({ customer, onClose }: PartiesDialogProps): ReactNode {
  const { t } = useTranslation();
  const field = useId();
  const company = useCompany();
  const { run, running } = useCommand('crm.setParties');
  const groups = useQuery<CustomerGroupRow[]>('sales.customerGroups', {});
  const lists = useQuery<PriceListRow[]>('sales.priceLists', {});
  const { parentId, billToId, payerId, groupId, priceListId, taxCode } = customer;
  const [said, setSaid] = useState<Parties>({ parentId, billToId, payerId, groupId, priceListId, taxCode });
  const put = (change: Partial<Parties>) => setSaid({ ...said, ...change });
  const save = async () => {
    const names = Object.keys(said) as (keyof Parties)[];
    // Only what was changed: somebody else may have changed the rest meanwhile.
    const parties = Object.fromEntries(
      names.filter((name) => said[name] !== customer[name]).map((name) => [name, said[name]]),
    );
    if (Object.keys(parties).length > 0) {
      const reply = await run({ customerId: customer.id, parties });
      if (reply.state === 'rejected') return;
      notify({ tone: 'done', title: () => t('pricing.parties.saved', { name: customer.name }) });
    }
    onClose();
  };
  const choice = (
    key: 'groupId' | 'priceListId' | 'taxCode',
    label: string,
    none: string,
    options: readonly { readonly value: string; readonly label: string }[],
    isFirst = false,
  ) => (
    <DialogField id={`${field}${key}`} label={label}>
      <Select<string>
        id={`${field}${key}`}
        autoFocus={isFirst}
        value={said[key] ?? ''}
        options={[{ value: '', label: none }, ...options]}
        onChange={(value) => put({ [key]: value === '' ? null : value })}
      />
    </DialogField>
  );
  const open = (groups.data ?? []).filter(({ id, active }) => active === 1 || id === said.groupId);
  const own = (lists.data ?? []).filter(
    ({ id, kind, active }) => kind === 'list' && (active === 1 || id === said.priceListId),
  );
  const codes = [
    ...new Set([...(company?.taxRates ?? []).map(({ code }) => code), ...(taxCode === null ? [] : [taxCode])]),
  ];
  return (
    <FormDialog
      title={t('pricing.parties.title')}
      text={t('pricing.parties.help')}
      okText={t('pricing.save')}
      isBusy={running}
      onDone={() => void save()}
      onClose={onClose}
    >
      {choice(
        'groupId',
        t('pricing.parties.group'),
        t('pricing.parties.noGroup'),
        open.map(({ id, name }) => ({ value: id, label: name })),
        true,
      )}
      {choice(
        'priceListId',
        t('pricing.parties.list'),
        t('pricing.parties.noList'),
        own.map(({ id, name }) => ({ value: id, label: name })),
      )}
      {choice(
        'taxCode',
        t('pricing.parties.taxCode'),
        t('pricing.parties.ownTax'),
        codes.map((value) => ({ value, label: taxCodeText(value) })),
      )}
      {roles.map((role) => (
        <PartyField
          key={role}
          role={role}
          customerId={customer.id}
          value={said[role]}
          onChange={(id) => put({ [role]: id })}
        />
      ))}
    </FormDialog>
  );
}

interface PartyFieldProps {
  readonly role: (typeof roles)[number];
  readonly customerId: string;
  readonly value: string | null;
  readonly onChange: (id: string | null) => void;
}

function PartyField({ role, customerId, value, onChange }: PartyFieldProps): ReactNode {
  const { t } = useTranslation();
  const id = useId();
  const { data } = useQuery<Customer | null>('crm.customer', { id: value ?? '' }, { enabled: value !== null });
  const label = t(`pricing.parties.${words[role]}`);
  return (
    <DialogField id={id} label={label}>
      <span className="party-field">
        <Picker<CustomerListRow>
          id={id}
          className="party-picker"
          label={label}
          value={value === null ? '' : (data?.name ?? '')}
          placeholder={t(role === 'parentId' ? 'pricing.parties.noParent' : 'pricing.parties.usual')}
          search={async (typed) => {
            const found = await runQuery<Page<CustomerListRow>>('crm.customerList', {
              ...{ search: typed, cursor: null, limit: HITS },
            });
            // Who pays for itself, whosever shop it is, may be named as well.
            return role === 'parentId' ? found.rows.filter((row) => row.id !== customerId) : found.rows;
          }}
          itemKey={(row) => row.id}
          renderItem={(row) => (
            <>
              <span>{row.code}</span>
              <strong>{row.name}</strong>
            </>
          )}
          onPick={(row) => onChange(row.id)}
          noHits={t('pricing.parties.noHits')}
        />
        {value === null ? null : <ActionButton label={t('pricing.parties.clear')} onRun={() => onChange(null)} />}
      </span>
    </DialogField>
  );
}
