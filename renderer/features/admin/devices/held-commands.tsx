import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceInfo, HeldCommand } from '#shared/protocol/devices.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { dateTimeText } from '../../../ui/format-text.ts';
import { StateShape } from '../../../ui/state-tag.tsx';
import { deedText } from './device-words.ts';

interface HeldCommandsProps {
  readonly commands: readonly HeldCommand[];
  readonly total: number;
  readonly state: DeviceInfo['state'];
  readonly isBusy: boolean;
  readonly onRun: () => void;
  readonly onDiscard: () => void;
}

/** What a closed computer handed over, each in the words of the sync ledger, to be run or put aside. */
export function HeldCommands(props: HeldCommandsProps): ReactNode {
  const { commands, total, state, isBusy, onRun, onDiscard } = props;
  const { t, i18n } = useTranslation();
  if (state !== 'revoked' && state !== 'wiped') return null;
  return (
    <section aria-labelledby="held-title">
      <h2 id="held-title">{t('admin.devices.held')}</h2>
      {commands.length === 0 ? (
        <p className="text-2">{t(state === 'wiped' ? 'admin.devices.heldNone' : 'admin.devices.heldNotYet')}</p>
      ) : (
        <>
          <p className="text-2">{t('admin.devices.heldText', { count: total })}</p>
          <ol className="device-held">
            {commands.map((command) => (
              <li key={command.commandId}>
                <details>
                  <summary>
                    <span className="text-2 figure">{dateTimeText(command.issuedAt, i18n.language)}</span>
                    <span>{deedText(command)}</span>
                    {command.isChained ? null : (
                      <span className="device-unchained">
                        <StateShape state="late" />
                        {t('admin.devices.unchained')}
                      </span>
                    )}
                  </summary>
                  <pre>{JSON.stringify(command.args, null, 2)}</pre>
                </details>
              </li>
            ))}
          </ol>
          {total > commands.length ? (
            <p className="text-2">{t('admin.devices.heldMore', { count: total - commands.length })}</p>
          ) : null}
          <div className="device-actions">
            <ActionButton
              label={t('admin.devices.run')}
              keys="alt+enter"
              labelKey="admin.devices.run"
              primary
              disabled={isBusy}
              onRun={onRun}
            />
            <ActionButton label={t('admin.devices.discard')} disabled={isBusy} onRun={onDiscard} />
          </div>
        </>
      )}
    </section>
  );
}
