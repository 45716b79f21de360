import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reason } from '#shared/kernel/refusal.ts';
import { KeyCap } from '../ui/key-cap.tsx';
import { EmptyState } from '../ui/page.tsx';
import { reasonText } from './i18n.ts';

interface Props {
  readonly reason: Reason;
  readonly onAgain: () => void | Promise<void>;
}

/** The whole window, when there is nothing behind it: why, and a way to try again (Enter, the key has the focus). */
export function Failure({ reason, onAgain }: Props): ReactNode {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const again = async () => {
    setBusy(true);
    await onAgain();
    setBusy(false);
  };
  return (
    <main role="alert" className="page">
      <EmptyState
        title={<h1>{t('failure.title')}</h1>}
        action={
          <Button type="primary" autoFocus loading={busy} onClick={() => void again()}>
            {t('broken.again')}
            <KeyCap keys="enter" />
          </Button>
        }
      >
        {reasonText(reason)}
      </EmptyState>
    </main>
  );
}
