import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { reasonText } from '../../app/i18n.ts';
import { useSyncStatus } from '../../app/session.ts';
import { SignInAgain } from '../../app/sign-in-again.tsx';
import { Note } from '../../ui/page.tsx';

/** Over the ledger, while what waits cannot be sent: why, and the key that ends it where there is one. */
export function TroubleNote(): ReactNode {
  const { t } = useTranslation();
  const status = useSyncStatus((state) => state.status);
  if (!status?.trouble) return null;
  const { waiting, trouble } = status;
  return (
    <Note
      tone="wait"
      title={waiting > 0 ? t('syncLedger.stuckTitle', { count: waiting }) : t('sync.trouble')}
      action={<SignInAgain />}
    >
      {reasonText(trouble)}
    </Note>
  );
}
