import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceInfo } from '#shared/protocol/devices.ts';

/** What waits on a computer and is not on its screens: which commands, and what the program said, for whoever mends it. */
export function UnshownCommands({ device }: { readonly device: DeviceInfo }): ReactNode {
  const { t, i18n } = useTranslation();
  const { unshown } = device;
  if (unshown.length === 0) return null;
  return (
    <section aria-labelledby="unshown-title">
      <h2 id="unshown-title">{t('admin.devices.unshown')}</h2>
      <p className="text-2">{t('admin.devices.unshownText', { count: unshown.length })}</p>
      <ul className="device-held" data-selectable>
        {unshown.map(({ commandId, name, version, code, detail }) => (
          <li key={commandId}>
            <details>
              <summary>
                <span>{i18n.exists(`commands.${name}`) ? t(`commands.${name}`) : name}</span>
                <span className="text-2 figure">{commandId}</span>
              </summary>
              <pre>{[`${name}@${version}`, code, detail].filter((line) => line !== undefined).join('\n')}</pre>
            </details>
          </li>
        ))}
      </ul>
    </section>
  );
}
