import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { needsSignIn } from './network-told.ts';
import { useSyncStatus } from './session.ts';
import { signOut } from './sign-out.ts';

/** Where what waits goes only after a new sign-in: the key that leads there. Nothing elsewhere. */
export function SignInAgain(): ReactNode {
  const { t } = useTranslation();
  const isNeeded = useSyncStatus(({ status }) => status !== null && needsSignIn(status));
  if (!isNeeded) return null;
  return (
    <Button size="small" type="primary" onClick={() => void signOut()} data-testid="sign-in-again">
      {t('sync.signInAgain')}
    </Button>
  );
}
