import type { TFunction } from 'i18next';
import type { TourStop } from '#shared/domains/inventory/queries/tours.ts';
import type { DataColumn } from '../../../ui/data-table.tsx';
import { DateOnly, DateTime, Empty } from '../../../ui/format.tsx';
import { StateTag } from '../../../ui/state-tag.tsx';
import { ShipmentState } from '../way-out/shipment-state.tsx';
import { Weight } from './tour-paper.tsx';

/** Columns of a tour's stops. @param placeOf a stop's place on the tour, from 1 */
export function stopColumns(t: TFunction, placeOf: (stop: TourStop) => number): readonly DataColumn<TourStop>[] {
  return [
    { key: 'stop', title: t('inventory.tours.stop'), width: '48px', figure: true, render: (stop) => placeOf(stop) },
    {
      key: 'customer',
      title: t('inventory.tours.customer'),
      width: 'minmax(196px, 3fr)',
      render: (stop) => (
        <span className="tour-customer">
          <strong title={stop.customerName}>{stop.customerName || <Empty />}</strong>
          <span className="tour-lines text-2 small" title={stop.shipTo ?? ''}>
            {stop.shipTo ?? <Empty />}
          </span>
        </span>
      ),
    },
    {
      key: 'contact',
      title: t('inventory.tours.contact'),
      width: 'minmax(108px, 1fr)',
      render: (stop) => (
        <span className="tour-customer">
          <span>{stop.contactName ?? <Empty />}</span>
          <span className="text-2 small" data-selectable>
            {stop.phone ?? <Empty />}
          </span>
        </span>
      ),
    },
    {
      key: 'state',
      title: t('inventory.tours.where'),
      width: 'minmax(136px, 1fr)',
      render: (stop) => (
        <span className="tour-customer">
          <span>
            <ShipmentState state={stop.state} />{' '}
            {stop.state === 'delivered' && !stop.hasProof ? (
              <StateTag plain state="wait">
                {t('inventory.shipments.noProof')}
              </StateTag>
            ) : null}
          </span>
          <span className="text-2 small" data-selectable>
            {stop.number}
          </span>
          {stop.deliveredAt === null ? null : (
            <span className="text-2 small" title={stop.receivedByName ?? ''}>
              <DateTime value={stop.deliveredAt} /> {stop.receivedByName}
            </span>
          )}
        </span>
      ),
    },
    {
      key: 'parcels',
      title: t('inventory.tours.parcels'),
      width: '56px',
      figure: true,
      render: (stop) => stop.parcelCount,
    },
    {
      key: 'weight',
      title: t('inventory.tours.weight'),
      width: '72px',
      figure: true,
      render: (stop) => <Weight grams={stop.weightGrams} />,
    },
    {
      key: 'note',
      title: t('inventory.tours.note'),
      width: 'minmax(108px, 2fr)',
      render: (stop) => {
        const note = stop.deliveryNote ?? stop.note;
        return note === null ? (
          <Empty />
        ) : (
          <span className="tour-note" title={note}>
            {note}
          </span>
        );
      },
    },
  ];
}

/** One column for the narrow list of what is on no tour. */
export function waitingColumns(t: TFunction): readonly DataColumn<TourStop>[] {
  return [
    {
      key: 'customer',
      title: t('inventory.tours.waiting'),
      width: '1fr',
      render: (stop) => (
        <span className="tour-customer">
          <strong>{stop.customerName || stop.number}</strong>
          <span className="tour-lines text-2 small">
            {stop.tourOn === null ? (
              <>
                {stop.number} · {stop.shipTo ?? stop.warehouseName}
              </>
            ) : (
              <>
                {stop.number} · {t('inventory.tours.since', { day: '' })}
                <DateOnly value={stop.tourOn} short />
              </>
            )}
          </span>
        </span>
      ),
    },
  ];
}
