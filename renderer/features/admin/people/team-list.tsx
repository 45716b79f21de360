import { Button, Input, Select } from 'antd';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { People, TeamRow } from '#shared/domains/admin/queries/people.ts';
import { bridge } from '../../../app/bridge.ts';
import { useCommand } from '../../../app/use-command.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { type DataColumn, DataTable } from '../../../ui/data-table.tsx';
import { EmptyState, PanelHeading, SidePanel } from '../../../ui/page.tsx';
import { newId } from './use-people.ts';

interface TeamListProps {
  readonly found: People;
  /** The team that stands open; `new` for one that is being made. */
  readonly teamId: string | null;
  readonly onTeam: (teamId: string | null) => void;
}

/** Teams with leader and members; beside them the one that is looked at, to be changed. */
export function TeamList({ found, teamId, onTeam }: TeamListProps): ReactNode {
  const { t } = useTranslation();
  const nameOf = (id: string | null) => found.people.find((person) => person.id === id)?.name ?? '';
  const columns: readonly DataColumn<TeamRow>[] = [
    {
      key: 'name',
      title: t('admin.people.team'),
      width: 'minmax(140px, 2fr)',
      strong: true,
      render: (row) => row.name,
    },
    { key: 'code', title: t('admin.people.code'), width: '90px', render: (row) => row.code },
    {
      key: 'leader',
      title: t('admin.people.leader'),
      width: 'minmax(110px, 1fr)',
      render: (row) => nameOf(row.leaderId),
    },
    {
      key: 'members',
      title: t('admin.people.members'),
      width: 'minmax(160px, 3fr)',
      render: (row) => row.memberIds.map(nameOf).join(t('admin.people.and')),
    },
  ];
  const open = found.teams.find(({ id }) => id === teamId);
  return (
    <>
      <div className="page-main">
        <DataTable<TeamRow>
          autoFocus
          label={t('admin.people.view.teams')}
          columns={columns}
          rows={found.teams}
          rowKey={(row) => row.id}
          selectedKey={teamId}
          onOpen={(row) => onTeam(row.id)}
          empty={
            <EmptyState
              title={t('admin.people.noTeams')}
              action={<ActionButton label={t('admin.people.addTeam')} onRun={() => onTeam('new')} />}
            >
              {t('admin.people.noTeamsText')}
            </EmptyState>
          }
        />
      </div>
      {teamId !== null && (open || teamId === 'new') ? (
        <TeamForm key={teamId} team={open ?? null} found={found} onClose={() => onTeam(null)} />
      ) : null}
    </>
  );
}

interface TeamFormProps {
  /** Null: a new one. */
  readonly team: TeamRow | null;
  readonly found: People;
  readonly onClose: () => void;
}

function TeamForm({ team, found, onClose }: TeamFormProps): ReactNode {
  const { t } = useTranslation();
  const [name, setName] = useState(team?.name ?? '');
  const [code, setCode] = useState(team?.code ?? '');
  const [leaderId, setLeaderId] = useState(team?.leaderId ?? null);
  const [memberIds, setMemberIds] = useState<readonly string[]>(team?.memberIds ?? []);
  const saveTeam = useCommand('admin.saveTeam');
  const changeMembers = useCommand('admin.changeTeamMembers');
  const remove = useCommand('admin.removeTeam');
  const people = found.people
    .filter(({ id, active }) => active === 1 || memberIds.includes(id) || id === leaderId)
    .map(({ id, name: label }) => ({ value: id, label }));

  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === '' || code.trim() === '') return;
    const teamId = team?.id ?? (await newId());
    const saved = await saveTeam.run({ teamId, code, name, leaderId });
    if (saved.state === 'rejected') return;
    const before = team?.memberIds ?? [];
    const added = memberIds.filter((id) => !before.includes(id));
    const removed = before.filter((id) => !memberIds.includes(id));
    if (added.length > 0 || removed.length > 0) {
      const ids = await bridge().newIds(added.length);
      const add = added.map((userId, place) => ({ id: ids[place], userId }));
      if ((await changeMembers.run({ teamId, add, remove: removed })).state === 'rejected') return;
    }
    onClose();
  };
  const end = async () => {
    if (team && (await remove.run({ teamId: team.id })).state !== 'rejected') onClose();
  };
  return (
    <SidePanel kind="order" label={t('admin.people.team')}>
      <form className="people-form" onSubmit={(event) => void save(event)}>
        <PanelHeading>{team ? team.name : t('admin.people.addTeam')}</PanelHeading>
        <label htmlFor="team-name" className="people-field">
          <span>{t('admin.people.teamName')}</span>
          <Input
            id="team-name"
            autoFocus
            value={name}
            maxLength={100}
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        <label htmlFor="team-code" className="people-field">
          <span>{t('admin.people.code')}</span>
          <Input id="team-code" value={code} maxLength={20} onChange={(event) => setCode(event.target.value)} />
        </label>
        <div className="people-field">
          <label htmlFor="team-leader">{t('admin.people.leader')}</label>
          <Select<string | null>
            id="team-leader"
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            value={leaderId}
            options={people}
            onChange={(id) => setLeaderId(id ?? null)}
          />
        </div>
        <div className="people-field">
          <label htmlFor="team-members">{t('admin.people.members')}</label>
          <Select<string[]>
            id="team-members"
            mode="multiple"
            showSearch={{ optionFilterProp: 'label' }}
            value={[...memberIds]}
            options={people}
            onChange={setMemberIds}
          />
        </div>
        <p className="small text-3">{t('admin.people.teamHelp')}</p>
        <div className="people-actions">
          {team ? (
            <Button danger onClick={() => void end()}>
              {t('admin.people.removeTeam')}
            </Button>
          ) : null}
          <Button onClick={onClose}>{t('admin.people.cancel')}</Button>
          <Button type="primary" htmlType="submit" loading={saveTeam.running || changeMembers.running}>
            {t('admin.people.save')}
          </Button>
        </div>
      </form>
    </SidePanel>
  );
}
