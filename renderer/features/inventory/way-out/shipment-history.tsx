import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShipmentEvent } from '#shared/domains/inventory/queries/shipment-history.ts';
import { openTab } from '../../../app/tabs.ts';
import { DateTime } from '../../../ui/format.tsx';
import { EN_DASH } from '../../../ui/format-text.ts';
import { PanelHeading } from '../../../ui/page.tsx';

/** Who said what of a shipment, and when, the last first (R8, R10); what another paper tells leads there. */
export function ShipmentHistory({ history }: { readonly history: readonly ShipmentEvent[] }): ReactNode {
  const { t } = useTranslation();
  return (
    <section className="shipment-history" aria-label={t('inventory.shipments.history.title')}>
      <PanelHeading>{t('inventory.shipments.history.title')}</PanelHeading>
      <ol data-selectable>
        {history.map((event) => (
          <li key={event.id}>
            <span className="text-3">
              <DateTime value={event.at} />
            </span>
            <span>
              <Word event={event} />
              {event.note === null || event.note === '' ? null : <span className="text-2"> {event.note}</span>}
            </span>
            <span className="text-3">{[event.byName, event.deviceCode].filter(Boolean).join(' ')}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Word({ event }: { readonly event: ShipmentEvent }): ReactNode {
  const { t } = useTranslation();
  const { kind, documentId } = event;
  const text = textOf(t, event);
  if (documentId === null) return text;
  const open = () =>
    void (kind === 'returned'
      ? openTab('goodsReturn', { goodsReturnId: documentId })
      : openTab('shipment', { shipmentId: documentId }));
  return (
    <button type="button" className="link-button" onClick={open}>
      {text}
    </button>
  );
}

const joined = (...words: readonly (string | null)[]): string => words.filter(Boolean).join(' · ');

function textOf(t: TFunction, event: ShipmentEvent): string {
  const { kind, carrierBefore, carrierAfter, numberBefore, numberAfter, personName, parcelCode: parcel } = event;
  const key = `inventory.shipments.history.${kind}`;
  switch (kind) {
    case 'shipped': {
      const carrier = joined(carrierAfter, numberAfter);
      return carrier === '' ? t(key) : t(key, { context: 'carried', carrier });
    }
    case 'carrierNamed': {
      const nobody = t('inventory.work.pack.fetched');
      const before = joined(carrierBefore ?? nobody, numberBefore);
      return t(key, { before, after: joined(carrierAfter ?? nobody, numberAfter) });
    }
    case 'parcelNumbered':
      return t(key, { parcel, before: numberBefore ?? EN_DASH, after: numberAfter ?? EN_DASH });
    case 'delivered':
    case 'refused':
    case 'signatureAdded':
      return personName === null || personName === '' ? t(key) : t(key, { context: 'by', person: personName });
    default:
      return t(key, { document: event.documentNumber ?? EN_DASH });
  }
}
