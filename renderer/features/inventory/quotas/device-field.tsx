import { Select } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DialogField } from '../../../ui/form-dialog.tsx';
import { DateTime } from '../../../ui/format.tsx';
import { Note } from '../../../ui/page.tsx';
import { ANY_DEVICE, codeOf, warningOf } from './device-choice.ts';
import type { KnownDevices } from './use-known-devices.ts';

interface DeviceFieldProps {
  readonly person: string;
  readonly known: KnownDevices;
  /** A code, ANY_DEVICE, or null: nobody said. */
  readonly chosen: string | null;
  readonly onChoose: (chosen: string) => void;
}

/** The computer that a quota is held on, with what follows from the choice. */
export function DeviceField({ person, known, chosen, onChoose }: DeviceFieldProps): ReactNode {
  const { t } = useTranslation();
  const id = useId();
  const [typed, setTyped] = useState('');
  const { devices, areAll } = known;
  const isListed = (code: string) => devices.some((device) => device.code === code);
  const typedCode = codeOf(typed);
  // What was rejected, or typed before, stays to be seen.
  const others = [chosen, areAll ? null : typedCode].filter(
    (code): code is string => code !== null && code !== ANY_DEVICE && !isListed(code),
  );
  const warning = warningOf(chosen, known);
  const told = { person, device: chosen ?? '' };
  return (
    <>
      <DialogField id={id} label={t('inventory.quotas.device')}>
        <Select<string>
          id={id}
          aria-label={t('inventory.quotas.device')}
          placeholder={t('inventory.quotas.chooseDevice')}
          notFoundContent={t(`inventory.quotas.${areAll ? 'notTheirs' : 'deviceNotFound'}`, { person })}
          showSearch={{ optionFilterProp: 'title', onSearch: setTyped }}
          {...(chosen === null ? {} : { value: chosen })}
          options={[
            ...devices.map(({ code, name, number, at }) => ({
              value: code,
              title: `${code} ${name ?? ''}`,
              label: (
                <>
                  {code}{' '}
                  <span className="text-3">
                    {name ?? t('inventory.quotas.lastPaper', { number })} · <DateTime value={at} />
                  </span>
                </>
              ),
            })),
            {
              value: ANY_DEVICE,
              title: t('inventory.quotas.anyOfTheirs'),
              label: t('inventory.quotas.anyOfTheirs'),
            },
            ...[...new Set(others)].map((code) => ({
              value: code,
              title: code,
              label: (
                <>
                  {code} <span className="text-3">{t('inventory.quotas.notSeenHere')}</span>
                </>
              ),
            })),
          ]}
          onChange={(next) => {
            setTyped('');
            onChoose(next);
          }}
        />
      </DialogField>
      {warning === null ? null : (
        <Note tone={warning === 'notTheirs' ? 'late' : 'wait'} title={t(`inventory.quotas.warning.${warning}`, told)}>
          {t(`inventory.quotas.warning.${warning}Text`, told)}
        </Note>
      )}
    </>
  );
}
