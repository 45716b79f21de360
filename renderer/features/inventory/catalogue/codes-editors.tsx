import { Checkbox, Input, Select } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { barcodeKind } from '#shared/domains/inventory/rules/barcode.ts';
import { bridge } from '../../../app/bridge.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { useTypedRows } from '../../../ui/use-typed-rows.ts';
import type { BarcodeDraft, UnitDraft } from './product-draft.ts';
import './catalogue.css';

interface UnitsEditorProps {
  readonly baseUnit: string;
  readonly units: readonly UnitDraft[];
  /** Ids of lines that cannot be taken. */
  readonly wrong: ReadonlySet<string>;
  readonly onChange: (units: readonly UnitDraft[]) => void;
}

/** Boxes and pallets: so many base units each (R31). */
export function UnitsEditor({ baseUnit, units, wrong, onChange }: UnitsEditorProps): ReactNode {
  const { t } = useTranslation();
  const { table, field, put, remove, ...typed } = useTypedRows(units, onChange);
  const add = async () => {
    const [id = ''] = await bridge().newIds(1);
    typed.add({ id, name: '', ratio: '', forSale: true, forPurchase: true });
  };
  return (
    <div className="catalogue-table">
      {units.length === 0 ? null : (
        <table ref={table} className="ledger-table">
          <thead>
            <tr>
              <th scope="col">{t('inventory.catalogue.unitName')}</th>
              <th scope="col">{t('inventory.catalogue.ratio', { unit: baseUnit })}</th>
              <th scope="col">{t('inventory.catalogue.forSale')}</th>
              <th scope="col">{t('inventory.catalogue.forPurchase')}</th>
              <th scope="col" aria-label={t('inventory.documents.remove')} />
            </tr>
          </thead>
          <tbody>
            {units.map((unit) => (
              <tr key={unit.id}>
                <td>
                  <Input
                    {...field(unit.id)}
                    aria-label={t('inventory.catalogue.unitName')}
                    maxLength={20}
                    status={wrong.has(unit.id) ? 'error' : ''}
                    value={unit.name}
                    onChange={(event) => put(unit.id, { name: event.target.value })}
                  />
                </td>
                <td>
                  <Input
                    aria-label={t('inventory.catalogue.ratio', { unit: baseUnit })}
                    status={wrong.has(unit.id) ? 'error' : ''}
                    value={unit.ratio}
                    onChange={(event) => put(unit.id, { ratio: event.target.value })}
                  />
                </td>
                <td>
                  <Checkbox
                    aria-label={t('inventory.catalogue.forSale')}
                    checked={unit.forSale}
                    onChange={(event) => put(unit.id, { forSale: event.target.checked })}
                  />
                </td>
                <td>
                  <Checkbox
                    aria-label={t('inventory.catalogue.forPurchase')}
                    checked={unit.forPurchase}
                    onChange={(event) => put(unit.id, { forPurchase: event.target.checked })}
                  />
                </td>
                <td>
                  <ActionButton label={t('inventory.documents.remove')} onRun={() => remove(unit.id)} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <ActionButton
        label={t('inventory.catalogue.addUnit')}
        keys="alt+u"
        labelKey="inventory.catalogue.addUnit"
        onRun={() => void add()}
      />
    </div>
  );
}

interface BarcodesEditorProps {
  readonly baseUnit: string;
  readonly units: readonly UnitDraft[];
  readonly barcodes: readonly BarcodeDraft[];
  readonly wrong: ReadonlySet<string>;
  readonly onChange: (barcodes: readonly BarcodeDraft[]) => void;
}

/** Every code beside the product's own, with what it stands on; its kind is said, and a wrong check digit. */
export function BarcodesEditor({ baseUnit, units, barcodes, wrong, onChange }: BarcodesEditorProps): ReactNode {
  const { t } = useTranslation();
  const { table, field, put, remove, ...typed } = useTypedRows(barcodes, onChange);
  const add = async () => {
    const [id = ''] = await bridge().newIds(1);
    typed.add({ id, unitId: units.at(-1)?.id ?? null, code: '' });
  };
  return (
    <div className="catalogue-table">
      {barcodes.length === 0 ? null : (
        <table ref={table} className="ledger-table">
          <thead>
            <tr>
              <th scope="col">{t('inventory.product.barcode')}</th>
              <th scope="col">{t('inventory.catalogue.standsOn')}</th>
              <th scope="col">{t('inventory.catalogue.codeKind')}</th>
              <th scope="col" aria-label={t('inventory.documents.remove')} />
            </tr>
          </thead>
          <tbody>
            {barcodes.map((each) => (
              <tr key={each.id}>
                <td>
                  <Input
                    {...field(each.id)}
                    aria-label={t('inventory.product.barcode')}
                    maxLength={60}
                    status={each.code !== '' && wrong.has(each.id) ? 'error' : ''}
                    value={each.code}
                    onChange={(event) => put(each.id, { code: event.target.value })}
                    onPressEnter={() => void add()}
                  />
                </td>
                <td>
                  <Select<string>
                    aria-label={t('inventory.catalogue.standsOn')}
                    popupMatchSelectWidth={false}
                    value={each.unitId ?? ''}
                    options={[
                      { value: '', label: baseUnit },
                      ...units.map(({ id, name, ratio }) => ({
                        value: id,
                        label: t('inventory.documents.unitOf', { name, ratio, unit: baseUnit }),
                      })),
                    ]}
                    onChange={(unitId) => put(each.id, { unitId: unitId === '' ? null : unitId })}
                  />
                </td>
                <td className="text-3">
                  {each.code === ''
                    ? ''
                    : t(`inventory.catalogue.codeKinds.${barcodeKind(each.code.trim()) ?? 'wrong'}`)}
                </td>
                <td>
                  <ActionButton label={t('inventory.documents.remove')} onRun={() => remove(each.id)} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <ActionButton
        label={t('inventory.catalogue.addBarcode')}
        keys="alt+b"
        labelKey="inventory.catalogue.addBarcode"
        onRun={() => void add()}
      />
    </div>
  );
}
