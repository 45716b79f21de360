import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { bridge } from '../../../app/bridge.ts';
import { beginUnfinishedWork } from '../../../app/unfinished-work.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { Page, PageHeader } from '../../../ui/page.tsx';
import { todayAt, useCompany } from '../../../ui/use-company.ts';
import { FilePicker, useFilePicker } from './file-picker.tsx';
import { OpeningFooter } from './opening-footer.tsx';
import { OpeningResult } from './opening-result.tsx';
import { createOpeningSession, type OpeningSession, type OpeningState, type SessionTable } from './opening-session.ts';
import type { SumsQuestion } from './opening-sums.ts';
import { readTablesAway } from './read-tables.ts';
import { Readiness } from './readiness.tsx';
import { SumsReport } from './sums-report.tsx';
import { TableDetail } from './table-detail.tsx';
import { TableList } from './table-list.tsx';
import '../import/import.css';
import './opening.css';

/** The company's places, for a session that lives longer than a render. */
function makeSession(): { session: OpeningSession; setWarehouses: (next: SumsQuestion['warehouses']) => void } {
  let warehouses: SumsQuestion['warehouses'] = [];
  const session = createOpeningSession({ ask: bridge(), readTables: readTablesAway, warehouses: () => warehouses });
  return {
    session,
    setWarehouses: (next) => {
      warehouses = next;
    },
  };
}

/** A company opens from a folder: tables in, dry run of all, run, and whether the sums agree (R110). */
export function OpeningScreen(): ReactNode {
  const { t } = useTranslation();
  const [{ session, setWarehouses }] = useState(makeSession);
  const state = useStore(session.store);
  const [chosenId, setChosenId] = useState<string | null>(null);
  const company = useCompany();
  const picker = useFilePicker((files) => void session.takeFiles(files));
  const { tables, phase, defaults } = state;

  useEffect(() => {
    if (!company) return;
    setWarehouses(company.warehouses);
    if (session.store.getState().defaults) return;
    session.setDefaults({
      territoryId: company.territories[0]?.id ?? null,
      warehouseId: company.warehouses[0]?.id ?? null,
      paymentTermsDays: company.settings['billing.paymentTermsDays'],
      currency: company.settings['company.currency'],
      unit: company.settings['inventory.unit'],
      taxCode: company.settings['billing.taxCode'],
      today: todayAt(company),
    });
  }, [company, session, setWarehouses]);

  const run = async () => {
    const endWork = beginUnfinishedWork();
    await session.run().finally(endWork);
  };
  const chosen = tables.find((table) => table.id === chosenId) ?? tables[0];
  const isBusy = phase === 'running' || phase === 'checking';
  return (
    <Page
      header={
        <PageHeader title={t('admin.opening.title')} note={t('admin.opening.note')}>
          <ActionButton
            label={t('admin.opening.chooseFolder')}
            keys="mod+shift+o"
            labelKey="admin.opening.chooseFolder"
            disabled={isBusy}
            onRun={picker.chooseFolder}
          />
          <ActionButton
            label={t('admin.opening.chooseFiles')}
            keys="mod+o"
            labelKey="admin.opening.chooseFiles"
            disabled={isBusy}
            onRun={picker.chooseFiles}
          />
        </PageHeader>
      }
      footer={<OpeningFooter session={session} state={state} onRun={() => void run()} />}
    >
      <FilePicker
        picker={picker}
        disabled={isBusy}
        isEmpty={tables.length === 0}
        state={state}
        ready={<Readiness company={company} />}
      >
        <OpeningBody state={state} session={session} chosen={chosen} company={company} onChoose={setChosenId} />
      </FilePicker>
      <span className="visually-hidden">{defaults ? '' : t('admin.opening.reading')}</span>
    </Page>
  );
}

interface OpeningBodyProps {
  readonly state: OpeningState;
  readonly session: OpeningSession;
  readonly chosen: SessionTable | undefined;
  readonly company: ReturnType<typeof useCompany>;
  readonly onChoose: (id: string) => void;
}

function OpeningBody({ state, session, chosen, company, onChoose }: OpeningBodyProps): ReactNode {
  const { defaults, phase, sums } = state;
  const isBusy = phase === 'running' || phase === 'checking';
  if (phase === 'finished' && sums) return <SumsReport state={state} sums={sums} />;
  return (
    <div className="opening-body">
      <TableList state={state} chosenId={chosen?.id ?? null} onChoose={onChoose} />
      {chosen && company && defaults ? (
        <TableDetail session={session} table={chosen} company={company} defaults={defaults} disabled={isBusy} />
      ) : (
        <div className="opening-detail" />
      )}
      <OpeningResult state={state} />
    </div>
  );
}
