import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import type { People, PersonRow } from '#shared/domains/admin/queries/people.ts';
import type { ScreenProps } from '../../../app/feature.ts';
import { offerUndo } from '../../../app/notices.ts';
import { usePermission } from '../../../app/session.ts';
import { openTab, useTab } from '../../../app/tabs.ts';
import { useCommand } from '../../../app/use-command.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { EmptyState, Page, PageHeader, PanelHeading } from '../../../ui/page.tsx';
import { StateTag } from '../../../ui/state-tag.tsx';
import { AbsenceSection } from './absence-section.tsx';
import { InvitationSection } from './invitation-section.tsx';
import { PersonForm } from './person-form.tsx';
import { PersonLimits } from './person-limits.tsx';
import { usePeople, useRoleName } from './use-people.ts';
import './people.css';

/** One person: who, which role, what they see, how far they may go, when they are away, and how they get in. */
export function PersonPage({ params }: ScreenProps): ReactNode {
  const { t } = useTranslation();
  const found = usePeople();
  const tab = useTab();
  const { userId } = params;
  const person = found?.people.find(({ id }) => id === userId);
  const name = person?.name;
  useEffect(() => {
    if (name !== undefined) tab.setTitle(name);
  }, [name, tab]);
  if (found === undefined) return <Page header={<PageHeader title="" />}>{null}</Page>;
  if (userId === null) return <NewPerson found={found} />;
  if (!person) {
    return (
      <EmptyState
        title={t('admin.people.gone')}
        action={<ActionButton label={t('admin.people.title')} onRun={() => openTab('people')} />}
      >
        {t('admin.people.goneText')}
      </EmptyState>
    );
  }
  return <WholePerson found={found} person={person} />;
}

function NewPerson({ found }: { readonly found: People }): ReactNode {
  const { t } = useTranslation();
  const tab = useTab();
  useEffect(() => tab.setTitle({ key: 'admin.people.add' }), [tab]);
  return (
    <Page header={<PageHeader title={t('admin.people.add')} />}>
      <div className="page-main people-scroll">
        <PersonForm
          found={found}
          person={null}
          onSaved={(userId) => {
            openTab('person', { userId });
            void tab.close();
          }}
        />
      </div>
    </Page>
  );
}

function WholePerson({ found, person }: { readonly found: People; readonly person: PersonRow }): ReactNode {
  const { t } = useTranslation();
  const roleName = useRoleName();
  const mayAssign = usePermission(permissions.assignCustomers);
  const setActive = useCommand('admin.setPersonActive');
  const role = found.roles.find(({ id }) => id === person.roleId);
  const isActive = person.active === 1;
  const changeActive = async () => {
    const { id: userId, name } = person;
    if ((await setActive.run({ userId, active: !isActive })).state === 'rejected') return;
    offerUndo({
      label: () => t(isActive ? 'admin.people.deactivated' : 'admin.people.activated', { name }),
      run: async () => void (await setActive.run({ userId, active: isActive })),
    });
  };
  return (
    <Page
      header={
        <PageHeader
          title={person.name}
          tag={isActive ? undefined : <StateTag state="draft">{t('admin.people.states.inactive')}</StateTag>}
          note={`${person.login} · ${roleName(role)}`}
        >
          {mayAssign ? (
            <ActionButton
              label={t('admin.people.handOver')}
              keys="h"
              labelKey="admin.people.handOver"
              onRun={() => openTab('handOver', { userId: person.id })}
            />
          ) : null}
          <ActionButton
            label={t(isActive ? 'admin.people.deactivate' : 'admin.people.activate')}
            keys="alt+x"
            labelKey={isActive ? 'admin.people.deactivate' : 'admin.people.activate'}
            loading={setActive.running}
            onRun={() => void changeActive()}
          />
        </PageHeader>
      }
    >
      <div className="page-main people-scroll">
        <PersonForm key={person.id} found={found} person={person} />
      </div>
      <aside className="people-panel" aria-label={person.name}>
        {isActive ? <InvitationSection person={person} /> : null}
        <section className="people-section">
          <PanelHeading>{t('admin.people.ownLimits')}</PanelHeading>
          <PersonLimits person={person} role={role} />
        </section>
        <AbsenceSection found={found} person={person} />
      </aside>
    </Page>
  );
}
