import { Checkbox, Input } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import type { CustomerGroupRow } from '#shared/domains/sales/queries/price-lists.ts';
import { bridge } from '../../../app/bridge.ts';
import { type AmendDialogProps, argsOf } from '../../../app/mending.ts';
import { notify } from '../../../app/notices.ts';
import { useCommand } from '../../../app/use-command.ts';
import { DialogField, FormDialog } from '../../../ui/form-dialog.tsx';
import { isCode } from '../typed.ts';

interface GroupDialogProps {
  /** Null: a new one. */
  readonly group: Pick<CustomerGroupRow, 'id' | 'code' | 'name' | 'active'> | null;
  readonly onClose: () => void;
}

/** A group of customers that buy at the same prices. */
export function GroupDialog({ group, onClose }: GroupDialogProps): ReactNode {
  const { t } = useTranslation();
  const field = useId();
  const { run, running } = useCommand('sales.saveCustomerGroup');
  const [code, setCode] = useState(group?.code ?? '');
  const [name, setName] = useState(group?.name ?? '');
  const [isActive, setActive] = useState(group?.active !== 0);
  const isWhole = isCode(code) && name.trim() !== '';
  const save = async () => {
    const [id = ''] = group ? [group.id] : await bridge().newIds(1);
    const reply = await run({ id, code: code.trim(), name: name.trim(), active: isActive ? 1 : 0 });
    if (reply.state === 'rejected') return;
    notify({ tone: 'done', title: () => t('pricing.saved', { name: name.trim() }) });
    onClose();
  };
  return (
    <FormDialog
      title={t(group ? 'pricing.groups.change' : 'pricing.groups.new')}
      text={t('pricing.groups.help')}
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
      <Checkbox checked={isActive} onChange={(event) => setActive(event.target.checked)}>
        {t('pricing.groups.inUse')}
      </Checkbox>
    </FormDialog>
  );
}

const typed = z.object({ id: z.string(), code: z.string(), name: z.string(), active: z.literal([0, 1]) });

/** A rejected group as it was typed. */
export function AmendGroup({ entry, onClose }: AmendDialogProps): ReactNode {
  const read = typed.safeParse(argsOf(entry));
  return read.success ? <GroupDialog group={read.data} onClose={onClose} /> : null;
}
