import { Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { useCompany } from '../../../ui/use-company.ts';
import { type Chosen, ReceiverPicker } from './receiver-picker.tsx';
import type { HeldCustomer, Target } from './use-owner-commands.ts';

interface AssignDialogProps {
  readonly customers: readonly HeldCustomer[];
  readonly onAssign: (wish: { readonly to: Target; readonly territoryId: string | null }, receiver: string) => void;
  readonly onCancel: () => void;
}

const KEEP = '';

/** Who gets the chosen customers, and whether they move to another territory. */
export function AssignDialog({ customers, onAssign, onCancel }: AssignDialogProps): ReactNode {
  const { t } = useTranslation();
  const territories = useCompany()?.territories ?? [];
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [territoryId, setTerritoryId] = useState(KEEP);
  const [first] = customers;
  const isReady = chosen !== null || territoryId !== KEEP;
  const territory = territories.find(({ id }) => id === territoryId)?.name ?? '';
  const assign = () => {
    if (!isReady) return;
    const receiver = [chosen?.name, territory].filter((word) => word).join(' · ');
    onAssign({ to: chosen?.to ?? { kind: 'same' }, territoryId: territoryId === KEEP ? null : territoryId }, receiver);
  };
  return (
    <FormDialog
      title={
        customers.length === 1
          ? t('crm.owners.assignTitleOne', { name: first?.name ?? '' })
          : t('crm.owners.assignTitle', { count: customers.length })
      }
      okText={t('crm.owners.assign')}
      isReady={isReady}
      onDone={assign}
      onClose={onCancel}
    >
      <div className="owner-fields">
        <span className="text-2">{t('crm.owners.receiver')}</span>
        <ReceiverPicker label={t('crm.owners.receiver')} value={chosen} onPick={setChosen} autoFocus />
        <span className="text-2">{t('crm.fields.territory')}</span>
        <Select
          aria-label={t('crm.fields.territory')}
          value={territoryId}
          onChange={setTerritoryId}
          options={[
            { value: KEEP, label: t('crm.owners.sameTerritory') },
            ...territories.map(({ id: value, name: label }) => ({ value, label })),
          ]}
        />
      </div>
      <p className="small text-3">{t('crm.owners.assignText')}</p>
    </FormDialog>
  );
}
