import { Checkbox, Input, Select } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SupplierRow } from '#shared/domains/inventory/queries/purchase-list.ts';
import { useQuery } from '../../../app/use-query.ts';
import { type ReorderDraft, ruleOf } from './product-draft.ts';
import './catalogue.css';

interface ReorderEditorProps {
  readonly rules: readonly ReorderDraft[];
  readonly warehouses: readonly { readonly id: string; readonly name: string }[];
  readonly withSuppliers: boolean;
  readonly isTried: boolean;
  readonly onChange: (rules: readonly ReorderDraft[]) => void;
}

const figures = ['reorderPoint', 'maximum', 'multiple', 'safetyStock', 'leadDays'] as const;

/** R34: when and up to what a warehouse orders; an empty line leaves it to the product's own point. */
export function ReorderEditor(props: ReorderEditorProps): ReactNode {
  const { t } = useTranslation();
  const { rules, warehouses, withSuppliers, onChange } = props;
  const suppliers = useQuery<SupplierRow[]>('inventory.supplierList', {}, { enabled: withSuppliers });
  const put = (warehouseId: string, change: Partial<ReorderDraft>) =>
    onChange(rules.map((rule) => (rule.warehouseId === warehouseId ? { ...rule, ...change } : rule)));
  return (
    <table className="ledger-table catalogue-rules">
      <thead>
        <tr>
          <th scope="col">{t('inventory.stock.warehouse')}</th>
          {figures.map((name) => (
            <th key={name} scope="col">
              {t(`inventory.catalogue.rule.${name}`)}
            </th>
          ))}
          {withSuppliers ? <th scope="col">{t('inventory.trace.supplier')}</th> : null}
          <th scope="col">{t('inventory.catalogue.rule.isComputed')}</th>
        </tr>
      </thead>
      <tbody>
        {rules.map((rule) => {
          const name = warehouses.find(({ id }) => id === rule.warehouseId)?.name ?? '';
          const isWrong = props.isTried && ruleOf(rule) === undefined;
          return (
            <tr key={rule.warehouseId}>
              <td>{name}</td>
              {figures.map((figure) => (
                <td key={figure}>
                  <Input
                    aria-label={`${t(`inventory.catalogue.rule.${figure}`)} ${name}`}
                    status={isWrong ? 'error' : ''}
                    disabled={figure === 'reorderPoint' && rule.isComputed}
                    value={rule[figure]}
                    onChange={(event) => put(rule.warehouseId, { [figure]: event.target.value })}
                  />
                </td>
              ))}
              {withSuppliers ? (
                <td>
                  <Select<string>
                    aria-label={`${t('inventory.trace.supplier')} ${name}`}
                    className="catalogue-supplier"
                    allowClear
                    showSearch={{ optionFilterProp: 'label' }}
                    popupMatchSelectWidth={false}
                    {...(rule.supplierId === null ? {} : { value: rule.supplierId })}
                    options={(suppliers.data ?? []).map((each) => ({ value: each.id, label: each.name }))}
                    onChange={(supplierId?: string) => put(rule.warehouseId, { supplierId: supplierId ?? null })}
                  />
                </td>
              ) : null}
              <td>
                <Checkbox
                  aria-label={`${t('inventory.catalogue.rule.isComputed')} ${name}`}
                  checked={rule.isComputed}
                  onChange={(event) => put(rule.warehouseId, { isComputed: event.target.checked })}
                />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
