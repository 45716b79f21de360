import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceReview } from '#shared/protocol/devices.ts';
import { dateTimeText } from '../../../ui/format-text.ts';

/** Who did what with the computer, and why. */
export function DeviceEvents({ events }: { readonly events: DeviceReview['events'] }): ReactNode {
  const { t, i18n } = useTranslation();
  if (events.length === 0) return null;
  return (
    <section aria-labelledby="events-title">
      <h2 id="events-title">{t('admin.devices.history')}</h2>
      <ul className="device-events">
        {events.map(({ at, person, kind, detail }) => (
          <li key={`${at} ${kind}`}>
            <span className="text-2 figure">{dateTimeText(at, i18n.language)}</span>
            <span>{t(`admin.devices.events.${kind}`, { name: person.name || t('admin.devices.byCommandLine') })}</span>
            {detail === null ? null : <span className="text-2">{detail}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
