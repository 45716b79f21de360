import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProductListRow } from '#shared/domains/inventory/queries/product-list.ts';
import { bridge } from '../../../app/bridge.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { ProductPicker } from '../../../ui/product-picker.tsx';
import '../documents/documents.css';

export interface Substitute {
  readonly id: string;
  readonly substituteId: string;
  readonly code: string;
  readonly name: string;
}

interface SubstitutesEditorProps {
  /** Null: it is being made. */
  readonly productId: string | null;
  readonly substitutes: readonly Substitute[];
  readonly onChange: (substitutes: readonly Substitute[]) => void;
}

/** What is offered where this product is short, the best first. */
export function SubstitutesEditor({ productId, substitutes, onChange }: SubstitutesEditorProps): ReactNode {
  const { t } = useTranslation();
  const add = async (product: ProductListRow) => {
    if (product.id === productId || substitutes.some(({ substituteId }) => substituteId === product.id)) return;
    const [id = ''] = await bridge().newIds(1);
    onChange([...substitutes, { id, substituteId: product.id, code: product.code, name: product.name }]);
  };
  return (
    <div className="catalogue-table">
      {substitutes.map((each, at) => (
        <p key={each.id} className="document-bar">
          <span className="text-3">{at + 1}</span>
          <span>{each.code}</span>
          <strong>{each.name}</strong>
          {at === 0 ? null : (
            <ActionButton
              label={t('inventory.catalogue.better')}
              onRun={() => {
                const rest = substitutes.filter((one) => one !== each);
                onChange([...rest.slice(0, at - 1), each, ...rest.slice(at - 1)]);
              }}
            />
          )}
          <ActionButton
            label={t('inventory.documents.remove')}
            onRun={() => onChange(substitutes.filter((one) => one !== each))}
          />
        </p>
      ))}
      <ProductPicker
        label={t('inventory.catalogue.addSubstitute')}
        placeholder={t('inventory.catalogue.addSubstitute')}
        warehouseId={null}
        onPick={(product) => void add(product)}
        noHits={t('inventory.stock.none')}
      />
    </div>
  );
}
