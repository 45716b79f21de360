import { Input } from 'antd';
import type { TFunction } from 'i18next';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Company } from '#shared/domains/admin/queries/company.ts';
import type { People, PersonRow } from '#shared/domains/admin/queries/people.ts';
import { openTab } from '../../../app/tabs.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { type DataColumn, DataTable } from '../../../ui/data-table.tsx';
import { Empty } from '../../../ui/format.tsx';
import { EmptyState, FilterBar } from '../../../ui/page.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { type StateName, StateTag } from '../../../ui/state-tag.tsx';
import { todayAt, useCompany } from '../../../ui/use-company.ts';
import { contactText } from '../devices/device-words.ts';
import { useLastSeen } from './use-last-seen.ts';
import { type PersonState, stateOf, useRoleName } from './use-people.ts';

const shapes: Readonly<Record<PersonState, StateName>> = {
  active: 'done',
  invited: 'soon',
  uninvited: 'draft',
  away: 'wait',
  inactive: 'draft',
};

/** Everybody with role, team, what they see and how they stand; Enter opens the page. */
export function PeopleList({ found }: { readonly found: People }): ReactNode {
  const { t, i18n } = useTranslation();
  const company = useCompany();
  const roleName = useRoleName();
  const seen = useLastSeen();
  const [typed, setTyped] = useState('');
  const [kept, setKept] = useState<'active' | 'all'>('active');
  const today = company ? todayAt(company) : '';
  const wanted = typed.trim().toLowerCase();
  const roleOf = (person: PersonRow) => roleName(found.roles.find(({ id }) => id === person.roleId));
  const teamsOf = (person: PersonRow) =>
    found.teams.filter(({ id }) => person.teamIds.includes(id)).map(({ name }) => name);
  const { compare } = new Intl.Collator(i18n.language);
  const fitting = found.people.filter((person) => {
    if (kept === 'active' && person.active === 0) return false;
    const texts = [person.name, person.login, person.phone ?? '', roleOf(person), ...teamsOf(person)];
    return texts.some((text) => text.toLowerCase().includes(wanted));
  });
  const rows = fitting.sort((one, other) => compare(one.name, other.name));
  const columns: readonly DataColumn<PersonRow>[] = [
    {
      key: 'name',
      title: t('admin.people.name'),
      width: 'minmax(140px, 2fr)',
      strong: true,
      render: (row) => row.name,
    },
    { key: 'login', title: t('admin.people.login'), width: 'minmax(100px, 1fr)', render: (row) => row.login },
    { key: 'role', title: t('admin.people.role'), width: 'minmax(110px, 1fr)', render: roleOf },
    {
      key: 'team',
      title: t('admin.people.team'),
      width: 'minmax(110px, 1fr)',
      render: (row) => teamsOf(row).join(t('admin.people.and')),
    },
    {
      key: 'scopes',
      title: t('admin.people.sees'),
      width: 'minmax(180px, 3fr)',
      render: (row) => (company ? placesText(row.scopes, company, t) : ''),
    },
    ...(seen
      ? [
          {
            key: 'lastSeen',
            title: t('admin.people.lastSeen'),
            width: '116px',
            render: ({ id }: PersonRow) => {
              const lastContactAt = seen.contacts.get(id);
              if (lastContactAt === undefined) return <Empty />;
              return <span className="text-2">{contactText({ lastContactAt }, seen.heardAt)}</span>;
            },
          },
        ]
      : []),
    { key: 'phone', title: t('admin.people.phone'), width: '130px', render: (row) => row.phone ?? '' },
    {
      key: 'state',
      title: t('admin.people.state'),
      width: '140px',
      render: (row) => {
        const state = stateOf(row, today, Date.now());
        return (
          <StateTag plain state={shapes[state]}>
            {t(`admin.people.states.${state}`)}
          </StateTag>
        );
      },
    },
  ];
  return (
    <div className="page-main">
      <FilterBar
        end={
          rows.length === found.people.length
            ? t('admin.people.count', { count: rows.length })
            : t('admin.people.countOf', { count: found.people.length, shown: rows.length })
        }
      >
        <Input
          className="people-search"
          allowClear
          value={typed}
          placeholder={t('admin.people.search')}
          aria-label={t('admin.people.search')}
          onChange={(event) => setTyped(event.target.value)}
        />
        <Segmented
          label={t('admin.people.state')}
          value={kept}
          onChange={setKept}
          options={[
            { value: 'active', label: t('admin.people.onlyActive') },
            { value: 'all', label: t('admin.people.all') },
          ]}
        />
      </FilterBar>
      <DataTable<PersonRow>
        autoFocus
        label={t('admin.people.title')}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.id}
        onOpen={(row) => openTab('person', { userId: row.id })}
        empty={
          <EmptyState
            title={t('admin.people.nobody')}
            action={<ActionButton label={t('admin.people.add')} onRun={() => openTab('person', { userId: null })} />}
          >
            {t('admin.people.nobodyText')}
          </EmptyState>
        }
      />
    </div>
  );
}

/** What somebody sees, in words: territories and warehouses by name. */
function placesText(scopes: readonly string[], company: Company, t: TFunction): string {
  return scopes
    .map((scope) => {
      const [kind = '', id = ''] = scope.split(':');
      if (id === '*') return t(`admin.people.every.${kind}`);
      const places = kind === 'territory' ? company.territories : company.warehouses;
      return places.find((place) => place.id === id)?.name ?? '';
    })
    .filter((name) => name !== '')
    .join(t('admin.people.and'));
}
