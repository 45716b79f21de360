import { Checkbox, DatePicker, Input, Select } from 'antd';
import dayjs from 'dayjs';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import type { CustomerGroupRow, PriceListRow } from '#shared/domains/sales/queries/price-lists.ts';
import { bridge } from '../../../app/bridge.ts';
import { type AmendDialogProps, argsOf } from '../../../app/mending.ts';
import { notify } from '../../../app/notices.ts';
import { openTab } from '../../../app/tabs.ts';
import { useCommand } from '../../../app/use-command.ts';
import { useQuery } from '../../../app/use-query.ts';
import { DialogField, FormDialog } from '../../../ui/form-dialog.tsx';
import { useCompany, useToday } from '../../../ui/use-company.ts';
import { useDayFormats } from '../../../ui/use-day-formats.ts';
import { isCode } from '../typed.ts';
import { useCurrencies } from '../use-currencies.ts';

type ListHead = Omit<PriceListRow, 'groupName' | 'prices' | 'kind'>;

interface ListDialogProps {
  /** Null: a new one. */
  readonly list: ListHead | null;
  readonly onClose: () => void;
}

const dayOf = (day: string | null) => (day === null ? null : dayjs(day));

/** The head of a price list: whose it is, in which currency, from when until when. */
export function ListDialog({ list, onClose }: ListDialogProps): ReactNode {
  const { t } = useTranslation();
  const field = useId();
  const today = useToday();
  const company = useCompany();
  const dayFormats = useDayFormats();
  const { run, running } = useCommand('sales.savePriceList');
  const groups = useQuery<CustomerGroupRow[]>('sales.customerGroups', {});
  const currencies = useCurrencies();
  const [code, setCode] = useState(list?.code ?? '');
  const [name, setName] = useState(list?.name ?? '');
  const [groupId, setGroup] = useState(list?.groupId ?? null);
  const [typedCurrency, setCurrency] = useState(list?.currency ?? null);
  const [typedFrom, setFrom] = useState(list?.validFrom ?? null);
  const [validUntil, setUntil] = useState(list?.validUntil ?? null);
  const [isDefault, setDefault] = useState(list?.isDefault === 1);
  const [isActive, setActive] = useState(list?.active !== 0);
  const currency = typedCurrency ?? company?.settings['company.currency'] ?? '';
  const validFrom = typedFrom ?? today;
  const isWhole =
    isCode(code) && name.trim() !== '' && currency !== '' && (validUntil === null || validFrom <= validUntil);
  const save = async () => {
    const [id = ''] = list ? [list.id] : await bridge().newIds(1);
    const reply = await run({
      ...{ id, code: code.trim(), name: name.trim(), kind: groupId === null ? 'list' : 'group', groupId, currency },
      ...{ validFrom, validUntil, priority: list?.priority ?? 0 },
      ...{ isDefault: groupId === null && isDefault ? 1 : 0, active: isActive ? 1 : 0 },
    });
    if (reply.state === 'rejected') return;
    notify({ tone: 'done', title: () => t('pricing.saved', { name: name.trim() }) });
    onClose();
    if (!list) openTab('priceList', { priceListId: id });
  };
  const known = (groups.data ?? []).filter(({ id, active }) => active === 1 || id === groupId);
  return (
    <FormDialog
      title={t(list ? 'pricing.lists.change' : 'pricing.lists.new')}
      okText={t('pricing.save')}
      isReady={isWhole}
      isBusy={running}
      onDone={() => void save()}
      onClose={onClose}
    >
      <DialogField id={`${field}code`} label={t('pricing.code')}>
        <Input
          id={`${field}code`}
          autoFocus
          maxLength={20}
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
      </DialogField>
      <DialogField id={`${field}name`} label={t('pricing.name')}>
        <Input id={`${field}name`} maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />
      </DialogField>
      <DialogField id={`${field}group`} label={t('pricing.lists.for')}>
        <Select<string>
          id={`${field}group`}
          value={groupId ?? ''}
          options={[
            { value: '', label: t('pricing.lists.noGroup') },
            ...known.map(({ id, name: label }) => ({ value: id, label })),
          ]}
          onChange={(id) => setGroup(id === '' ? null : id)}
        />
      </DialogField>
      <DialogField id={`${field}currency`} label={t('pricing.currency')}>
        <Select<string>
          id={`${field}currency`}
          value={currency}
          options={currencies.map((value) => ({ value, label: value }))}
          onChange={setCurrency}
        />
      </DialogField>
      <DialogField id={`${field}from`} label={t('pricing.validFrom')}>
        <DatePicker
          id={`${field}from`}
          format={dayFormats}
          allowClear={false}
          value={dayOf(validFrom === '' ? null : validFrom)}
          onChange={(day) => setFrom(day ? day.format('YYYY-MM-DD') : null)}
        />
      </DialogField>
      <DialogField id={`${field}until`} label={t('pricing.validUntil')}>
        <DatePicker
          id={`${field}until`}
          format={dayFormats}
          placeholder={t('pricing.noEnd')}
          {...(validUntil !== null && validUntil < validFrom ? { status: 'error' as const } : {})}
          value={dayOf(validUntil)}
          onChange={(day) => setUntil(day ? day.format('YYYY-MM-DD') : null)}
        />
      </DialogField>
      {groupId === null ? (
        <Checkbox checked={isDefault} onChange={(event) => setDefault(event.target.checked)}>
          {t('pricing.lists.isDefault')}
        </Checkbox>
      ) : null}
      <Checkbox checked={isActive} onChange={(event) => setActive(event.target.checked)}>
        {t('pricing.lists.inUse')}
      </Checkbox>
    </FormDialog>
  );
}

const typed = z.object({
  ...{ id: z.string(), code: z.string(), name: z.string(), groupId: z.string().nullable(), currency: z.string() },
  ...{ validFrom: z.string(), validUntil: z.string().nullable(), priority: z.int() },
  ...{ isDefault: z.literal([0, 1]), active: z.literal([0, 1]) },
});

/** A rejected list as it was typed. */
export function AmendList({ entry, onClose }: AmendDialogProps): ReactNode {
  const read = typed.safeParse(argsOf(entry));
  return read.success ? <ListDialog list={read.data} onClose={onClose} /> : null;
}
