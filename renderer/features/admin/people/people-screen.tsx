import { PlusOutlined } from '@ant-design/icons';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import { usePermission } from '../../../app/session.ts';
import { openTab } from '../../../app/tabs.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { Page, PageHeader } from '../../../ui/page.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { PeopleList } from './people-list.tsx';
import { RoleMatrix } from './role-matrix.tsx';
import { TeamList } from './team-list.tsx';
import { usePeople } from './use-people.ts';
import './people.css';

type View = 'people' | 'roles' | 'teams';

/** Who works here and what they may: the people, the matrix of rights, the teams. */
export function PeopleScreen(): ReactNode {
  const { t } = useTranslation();
  const found = usePeople();
  const mayPeople = usePermission(permissions.managePeople);
  const mayRoles = usePermission(permissions.manageRoles);
  const [view, setView] = useState<View>(mayPeople ? 'people' : 'roles');
  const [teamId, setTeamId] = useState<string | null>(null);
  const views = [
    ...(mayPeople ? (['people'] as const) : []),
    ...(mayRoles ? (['roles'] as const) : []),
    ...(mayPeople ? (['teams'] as const) : []),
  ];
  const count = (kind: View) => (found ? found[kind].length : undefined);
  return (
    <Page
      header={
        <PageHeader title={t('admin.people.title')}>
          <Segmented<View>
            label={t('admin.people.views')}
            value={view}
            onChange={setView}
            options={views.map((value) => ({ value, label: t(`admin.people.view.${value}`), count: count(value) }))}
          />
          {view === 'people' && mayPeople ? (
            <ActionButton
              primary
              icon={<PlusOutlined aria-hidden />}
              label={t('admin.people.add')}
              keys="a"
              labelKey="admin.people.add"
              onRun={() => openTab('person', { userId: null })}
            />
          ) : null}
          {view === 'teams' ? (
            <ActionButton
              primary
              icon={<PlusOutlined aria-hidden />}
              label={t('admin.people.addTeam')}
              keys="a"
              labelKey="admin.people.addTeam"
              onRun={() => setTeamId('new')}
            />
          ) : null}
        </PageHeader>
      }
    >
      {found === undefined ? null : view === 'people' ? (
        <PeopleList found={found} />
      ) : view === 'roles' ? (
        <RoleMatrix roles={found.roles} />
      ) : (
        <TeamList found={found} teamId={teamId} onTeam={setTeamId} />
      )}
    </Page>
  );
}
