import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReceiptDocument } from '#shared/domains/inventory/queries/receipts.ts';
import { sumsByUnit } from '#shared/domains/inventory/rules/sums-by-unit.ts';
import { DateOnly, DateTime, Quantity } from '../../../ui/format.tsx';
import { useCompany } from '../../../ui/use-company.ts';
import { PaperHead } from '../documents/paper-head.tsx';
import '../way-out/shipment.css';

/**
 * The receipt as it is printed, drawn for that moment alone: signed by who brought the goods and who took them in, and filed with the
 * supplier's own note. Nothing of what they are worth (R47).
 */
export function ReceiptPaper({
  title,
  document,
}: {
  readonly title: string;
  readonly document: ReceiptDocument;
}): ReactNode {
  const { t } = useTranslation();
  const company = useCompany();
  const { head, lines } = document;
  const warehouse = company?.warehouses.find(({ id }) => id === head.warehouseId)?.name ?? '';
  const facts: readonly (readonly [string, ReactNode])[] = [
    ['purchase', head.purchaseOrderNumber ?? t('inventory.receipts.blind')],
    ['deliveryNote', head.deliveryNote ?? '–'],
    ['warehouse', warehouse],
    ['receivedAt', <DateTime key="at" value={head.receivedAt} whole />],
    ['receivedBy', head.receivedByName],
  ];
  return (
    <div className="shipment" aria-hidden="true">
      <PaperHead title={title} party={head.supplierName} number={head.number} />
      <div className="shipment-head">
        <dl className="shipment-facts">
          {facts.map(([key, value]) => (
            <div key={key}>
              <dt>{t(`inventory.receipts.${key}`)}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </div>
      <div className="shipment-scroll">
        <table className="shipment-lines">
          <thead>
            <tr>
              <th scope="col">#</th>
              <th scope="col">{t('inventory.stock.code')}</th>
              <th scope="col">{t('inventory.stock.product')}</th>
              <th scope="col">{t('inventory.receipts.lot')}</th>
              <th scope="col">{t('inventory.receipts.expiresOn')}</th>
              <th scope="col">{t('inventory.receipts.place')}</th>
              <th scope="col">{t('inventory.receipts.condition')}</th>
              <th scope="col" className="shipment-figure">
                {t('inventory.receipts.quantity')}
              </th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.id}>
                <td>{line.position}</td>
                <td>{line.productCode}</td>
                <td>{line.productName}</td>
                <td>{line.serialCode ?? line.lotCode ?? ''}</td>
                <td>{line.expiresOn === null ? '' : <DateOnly value={line.expiresOn} />}</td>
                <td>{line.locationCode ?? ''}</td>
                <td>
                  {t(`inventory.receipts.conditions.${line.condition}`)} {line.rejectReason}
                </td>
                <td className="shipment-figure">
                  <Quantity value={line.quantity} unit={line.unit} />
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <td colSpan={7}>{t('inventory.receipts.sum', { count: lines.length })}</td>
              <td className="shipment-figure">
                {sumsByUnit(lines).map(({ unit, quantity }) => (
                  <div key={unit}>
                    <Quantity value={quantity} unit={unit} />
                  </div>
                ))}
              </td>
            </tr>
          </tfoot>
        </table>
        {head.note === null ? null : <p>{head.note}</p>}
        <p className="shipment-sign">{t('inventory.receipts.signBrought')}</p>
        <p className="shipment-sign">{t('inventory.receipts.signReceived')}</p>
      </div>
    </div>
  );
}
