/** Both ways of goods, as their pages show them: where they came from, who got them, what else moved them. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import type { LotTrace, SerialTrace, TraceShipment } from '#shared/domains/inventory/queries/trace.ts';
import { usePermission } from '../../../app/session.ts';
import { openTab } from '../../../app/tabs.ts';
import { DateTime, Empty, Quantity } from '../../../ui/format.tsx';
import { quantityText } from '../../../ui/format-text.ts';
import { Note } from '../../../ui/page.tsx';
import { StateTag } from '../../../ui/state-tag.tsx';
import '../inventory.css';
import { MovementLink, signedQuantity } from '../ledger.tsx';
import { otherMovements } from './other-movements.ts';
import { type Receiver, receiversOf } from './receivers.ts';
import './trace.css';
import { useWarehouseName } from './use-warehouse-name.ts';

type Trace = LotTrace | SerialTrace;

/** R93: says that others may have got some of it, where this device cannot know. */
export function PartialTrace({ trace }: { readonly trace: Trace }): ReactNode {
  const { t } = useTranslation();
  if (trace.isWhole) return null;
  return (
    <Note tone="wait" title={t('inventory.trace.partial')}>
      {t('inventory.trace.partialText')}
    </Note>
  );
}

/** Who got it: by customer, with every delivery note below. */
export function WhoGotIt({ trace, unit }: { readonly trace: Trace; readonly unit: string }): ReactNode {
  const { t } = useTranslation();
  const nameOf = useWarehouseName();
  const seesCustomers = usePermission(permissions.seeCustomers);
  const receivers = receiversOf(trace);
  const isUnnamed = otherMovements(trace).some(({ cause }) => cause === 'shipment');
  const total = receivers.reduce((sum, { quantity, returned }) => sum + quantity - returned, 0);
  return (
    <section className="ledger" aria-label={t('inventory.trace.whoGotIt')}>
      <h3>
        {t('inventory.trace.whoGotIt')}{' '}
        <span className="text-3 small">{t('inventory.trace.customers', { count: receivers.length })}</span>
      </h3>
      {isUnnamed ? <p className="text-2">{t('inventory.trace.unnamed')}</p> : null}
      {receivers.length === 0 && !isUnnamed ? <p className="text-2">{t('inventory.trace.nobody')}</p> : null}
      {receivers.length > 0 ? (
        <table className="ledger-table">
          <thead>
            <tr>
              <th scope="col">{t('inventory.trace.customer')}</th>
              <th scope="col">{t('inventory.trace.shipped')}</th>
              <th scope="col">{t('inventory.trace.deliveryNote')}</th>
              <th scope="col">{t('inventory.trace.order')}</th>
              <th scope="col">{t('inventory.stock.warehouse')}</th>
              <th scope="col">{t('inventory.shipments.state')}</th>
              <th scope="col" className="cell-figure">
                {t('inventory.trace.quantity')}
              </th>
            </tr>
          </thead>
          {receivers.map((receiver) => (
            <tbody key={receiver.customerId}>
              <tr className="trace-party">
                <th scope="rowgroup" colSpan={6}>
                  {seesCustomers ? (
                    <button
                      type="button"
                      className="link-button"
                      onClick={() => void openTab('customer', { customerId: receiver.customerId })}
                    >
                      {receiver.name}
                    </button>
                  ) : (
                    receiver.name
                  )}
                  {receiver.phone === null ? null : <span className="text-3 trace-phone">{receiver.phone}</span>}
                </th>
                <td className="cell-figure strong">
                  <Quantity value={receiver.quantity - receiver.returned} unit={unit} />
                </td>
              </tr>
              {receiver.lines.map((line) => (
                <ShipmentLine key={line.id} line={line} />
              ))}
              {receiver.moves.map((move) => (
                <MoveLine key={move.id} move={move} warehouseName={nameOf(move.warehouseId)} />
              ))}
            </tbody>
          ))}
          <tfoot>
            <tr>
              <td colSpan={6}>{t('inventory.trace.shippedTotal')}</td>
              <td className="cell-figure strong">
                <Quantity value={total} unit={unit} />
              </td>
            </tr>
          </tfoot>
        </table>
      ) : null}
    </section>
  );
}

const stateOf = { shipped: 'open', delivered: 'done', refused: 'late', reversed: 'draft' } as const;

function ShipmentLine({ line }: { readonly line: TraceShipment }): ReactNode {
  const { t } = useTranslation();
  return (
    <tr>
      <td />
      <td className="text-2">
        <DateTime value={line.shippedAt} />
      </td>
      <td>
        <button
          type="button"
          className="link-button"
          onClick={() => void openTab('shipment', { shipmentId: line.shipmentId })}
        >
          {line.number}
        </button>
      </td>
      <td>
        <button type="button" className="link-button" onClick={() => void openTab('order', { orderId: line.orderId })}>
          {line.orderNumber}
        </button>
      </td>
      <td className="text-2">{line.warehouseName}</td>
      <td>
        <StateTag state={stateOf[line.state]} plain>
          {t(`inventory.shipments.states.${line.state}`)}
        </StateTag>
      </td>
      <td className="cell-figure">
        <Quantity value={line.quantity} />
        {line.returned === 0 ? null : (
          <span className="text-3"> {t('inventory.trace.returned', { quantity: quantityText(line.returned) })}</span>
        )}
      </td>
    </tr>
  );
}

/** What left by an order alone: it has the number of a paper that is not here, and the order that it belongs to. */
function MoveLine({
  move,
  warehouseName,
}: {
  readonly move: Receiver['moves'][number];
  readonly warehouseName: string;
}): ReactNode {
  const { t } = useTranslation();
  const isBack = move.quantity > 0;
  return (
    <tr>
      <td />
      <td className="text-2">
        <DateTime value={move.occurredAt} />
      </td>
      <td className="text-2">{move.documentNumber ?? <Empty />}</td>
      <td>
        <button
          type="button"
          className="link-button"
          onClick={() => void openTab('order', { orderId: move.documentId })}
        >
          {move.receiver.orderNumber}
        </button>
      </td>
      <td className="text-2">{warehouseName}</td>
      <td>
        <StateTag state={isBack ? 'draft' : 'open'} plain>
          {t(`inventory.movements.causes.${move.cause}`)}
        </StateTag>
      </td>
      <td className="cell-figure">
        {isBack ? (
          <span className="text-3">{t('inventory.trace.returned', { quantity: quantityText(move.quantity) })}</span>
        ) : (
          <Quantity value={-move.quantity} />
        )}
      </td>
    </tr>
  );
}

/** Where it came from, and what else happened to it between its coming and its going. */
export function WhereFrom({
  trace,
  nameOf,
}: {
  readonly trace: Trace;
  readonly nameOf: (warehouseId: string) => string;
}): ReactNode {
  const { t } = useTranslation();
  const other = otherMovements(trace);
  return (
    <section className="ledger" aria-label={t('inventory.trace.whereFrom')}>
      <h3>{t('inventory.trace.whereFrom')}</h3>
      {trace.receipts.length + other.length === 0 ? <p className="text-2">{t('inventory.trace.noOrigin')}</p> : null}
      {trace.receipts.length + other.length > 0 ? (
        <table className="ledger-table">
          <thead>
            <tr>
              <th scope="col">{t('inventory.movements.when')}</th>
              <th scope="col">{t('inventory.movements.what')}</th>
              <th scope="col">{t('inventory.movements.document')}</th>
              <th scope="col">{t('inventory.trace.fromOrWhy')}</th>
              <th scope="col">{t('inventory.stock.warehouse')}</th>
              <th scope="col">{t('inventory.movements.by')}</th>
              <th scope="col" className="cell-figure">
                {t('inventory.trace.quantity')}
              </th>
            </tr>
          </thead>
          <tbody>
            {trace.receipts.map((row) => (
              <tr key={row.id}>
                <td className="text-2">
                  <DateTime value={row.receivedAt} />
                </td>
                <td>{t('inventory.movements.causes.receipt')}</td>
                <td>
                  <button
                    type="button"
                    className="link-button"
                    onClick={() => void openTab('receipt', { receiptId: row.receiptId })}
                  >
                    {row.number}
                  </button>
                </td>
                <td>
                  {row.supplierName ?? <Empty />}
                  {row.purchaseOrderId === null ? null : (
                    <button
                      type="button"
                      className="link-button trace-phone"
                      onClick={() => void openTab('purchase', { purchaseOrderId: row.purchaseOrderId })}
                    >
                      {row.purchaseOrderNumber}
                    </button>
                  )}
                </td>
                <td className="text-2">{nameOf(row.warehouseId)}</td>
                <td className="text-2">{row.receivedByName}</td>
                <td className="cell-figure">{signedQuantity(row.quantity)}</td>
              </tr>
            ))}
            {other.map((row) => (
              <tr key={row.id}>
                <td className="text-2">
                  <DateTime value={row.occurredAt} />
                </td>
                <td>{t(`inventory.movements.causes.${row.cause}`)}</td>
                <td>
                  <MovementLink moved={row} />
                </td>
                <td className="text-2">{row.reason ?? row.locationCode ?? <Empty />}</td>
                <td className="text-2">{nameOf(row.warehouseId)}</td>
                <td className="text-2">{row.bookedByName ?? <Empty />}</td>
                <td className="cell-figure">{signedQuantity(row.quantity)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </section>
  );
}
