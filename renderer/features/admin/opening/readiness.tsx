import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import type { Company } from '#shared/domains/admin/queries/company.ts';
import type { People } from '#shared/domains/admin/queries/people.ts';
import { usePermission } from '../../../app/session.ts';
import { openTab } from '../../../app/tabs.ts';
import { useQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { countText } from '../../../ui/format-text.ts';
import { StateShape } from '../../../ui/state-tag.tsx';
import { useToday } from '../../../ui/use-company.ts';

/** Warehouses, territories and people stand in the tables by name: what is there of them, and the way to where they are made. */
export function Readiness({ company }: { readonly company: Company | undefined }): ReactNode {
  const mayEdit = usePermission(permissions.manageCompany);
  const maySeePeople = usePermission(permissions.managePeople);
  if (!company) return null;
  return (
    <div className="opening-ready">
      <Ready
        name="warehouses"
        count={company.warehouses.length}
        onOpen={mayEdit ? () => openTab('company', { section: 'warehouses' }) : null}
      />
      <Ready
        name="territories"
        count={company.territories.length}
        onOpen={mayEdit ? () => openTab('company', { section: 'territories' }) : null}
      />
      {maySeePeople ? <ReadyPeople /> : null}
    </div>
  );
}

/** Owners of customers: with the administrator alone a file cannot name any. */
function ReadyPeople(): ReactNode {
  const today = useToday();
  const { data } = useQuery<People>('admin.people', { today: today === '' ? '2000-01-01' : today });
  const others = data?.people.filter(({ active }) => active === 1).length ?? 0;
  return <Ready name="people" count={others} least={2} onOpen={() => openTab('people')} />;
}

interface ReadyProps {
  readonly name: 'warehouses' | 'territories' | 'people';
  readonly count: number;
  readonly least?: number;
  readonly onOpen: (() => void) | null;
}

function Ready({ name, count, least = 1, onOpen }: ReadyProps): ReactNode {
  const { t } = useTranslation();
  const isReady = count >= least;
  return (
    <div className="opening-ready-line">
      <StateShape state={isReady ? 'done' : 'soon'} />
      <span className="strong">{t(`admin.opening.ready.${name}`, { count, shown: countText(count) })}</span>
      <span className="text-3">{t(`admin.opening.ready.${name}Why`)}</span>
      {onOpen ? (
        <ActionButton label={t(isReady ? 'admin.opening.ready.look' : 'admin.opening.ready.make')} onRun={onOpen} />
      ) : null}
    </div>
  );
}
