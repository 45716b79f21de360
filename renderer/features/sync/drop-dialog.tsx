import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LedgerDetail } from '#shared/protocol/ledger-bridge.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { sentenceOf } from './read-entry.ts';

interface DropDialogProps {
  readonly detail: LedgerDetail;
  readonly onDrop: () => void;
  readonly onCancel: () => void;
}

/** Says what is let go of, what goes with it and what stays, before it is done. */
export function DropDialog({ detail: { entry, dependants }, onDrop, onCancel }: DropDialogProps): ReactNode {
  const { t } = useTranslation();
  const withIt = dependants.filter((each) => each.state === 'rejected' && each.droppedAt === null);
  return (
    <FormDialog
      title={t('syncLedger.dropTitle')}
      okText={t('syncLedger.drop')}
      okFirst
      closeText={t('syncLedger.keep')}
      onDone={onDrop}
      onClose={onCancel}
    >
      <p className="strong">{sentenceOf(entry)}</p>
      <p className="text-2">{t('syncLedger.dropText')}</p>
      {withIt.length > 0 ? (
        <>
          <p>{t('syncLedger.dropWith', { count: withIt.length })}</p>
          <ul className="entry-reasons">
            {withIt.map((each) => (
              <li key={each.commandId}>{sentenceOf(each)}</li>
            ))}
          </ul>
        </>
      ) : null}
    </FormDialog>
  );
}
