import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSignedIn } from '../../../app/session.ts';
import { Page, PageHeader } from '../../../ui/page.tsx';
import { AbsenceSection } from './absence-section.tsx';
import { usePeople } from './use-people.ts';
import './people.css';

/** Everybody says when they are away themselves, and who decides meanwhile. */
export function OwnAbsence(): ReactNode {
  const { t } = useTranslation();
  const { user } = useSignedIn();
  const found = usePeople();
  const person = found?.people.find(({ id }) => id === user.id);
  return (
    <Page header={<PageHeader title={t('admin.people.ownAbsence')} />}>
      <div className="page-main people-scroll">
        <div className="people-form">
          <p className="text-2">{t('admin.people.ownAbsenceText')}</p>
          {found && person ? <AbsenceSection found={found} person={person} /> : null}
        </div>
      </div>
    </Page>
  );
}
