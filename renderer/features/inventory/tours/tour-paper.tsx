import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TourStop } from '#shared/domains/inventory/queries/tours.ts';
import { DateOnly, Empty, Quantity } from '../../../ui/format.tsx';

/** 1/10,000 kg in a gram. */
const UNITS_IN_GRAM = 10;

/** Weight of parcels in kilograms. */
export function Weight({ grams }: { readonly grams: number | null }): ReactNode {
  const { t } = useTranslation();
  return grams === null ? <Empty /> : <Quantity value={grams * UNITS_IN_GRAM} unit={t('inventory.work.pack.kilo')} />;
}

interface TourPaperProps {
  readonly driver: string;
  readonly day: string;
  readonly stops: readonly TourStop[];
}

/** The driver's list on paper: seen only there. */
export function TourPaper({ driver, day, stops }: TourPaperProps): ReactNode {
  const { t } = useTranslation();
  const parcels = stops.reduce((sum, { parcelCount }) => sum + parcelCount, 0);
  const counted = t('inventory.tours.stops', { count: stops.length });
  return (
    <section className="tour-paper" aria-hidden="true">
      <h1>
        {t('inventory.tours.paper', { driver })} <DateOnly value={day} />
      </h1>
      <p>{t('inventory.tours.paperNote', { stops: counted, parcels })}</p>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('inventory.tours.stop')}</th>
            <th scope="col">{t('inventory.tours.customer')}</th>
            <th scope="col">{t('inventory.tours.contact')}</th>
            <th scope="col">{t('inventory.tours.number')}</th>
            <th scope="col" className="tour-figure">
              {t('inventory.tours.parcels')}
            </th>
            <th scope="col" className="tour-figure">
              {t('inventory.tours.weight')}
            </th>
            <th scope="col">{t('inventory.tours.sign')}</th>
          </tr>
        </thead>
        <tbody>
          {stops.map((stop, index) => (
            <tr key={stop.id}>
              <td>{stop.stop ?? index + 1}</td>
              <td>
                <strong>{stop.customerName}</strong>
                <div>{stop.shipTo}</div>
                {stop.note === null ? null : <div>{stop.note}</div>}
              </td>
              <td>
                <div>{stop.contactName}</div>
                <div>{stop.phone}</div>
              </td>
              <td>{stop.number}</td>
              <td className="tour-figure">{stop.parcelCount}</td>
              <td className="tour-figure">
                <Weight grams={stop.weightGrams} />
              </td>
              <td className="tour-signature" />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
