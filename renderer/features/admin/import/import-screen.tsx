import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { bridge } from '../../../app/bridge.ts';
import type { ScreenProps } from '../../../app/feature.ts';
import { i18n, reasonText } from '../../../app/i18n.ts';
import { notify } from '../../../app/notices.ts';
import { useTab, useTabs } from '../../../app/tabs.ts';
import { beginUnfinishedWork } from '../../../app/unfinished-work.ts';
import { FilterBar, Page, PageHeader } from '../../../ui/page.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { todayAt, useCompany } from '../../../ui/use-company.ts';
import { CheckPanel } from './check-panel.tsx';
import type { FileRole } from './check-rows.ts';
import { ColumnTable, fieldKey } from './column-table.tsx';
import { DefaultsForm } from './defaults-form.tsx';
import { FileDrop } from './file-drop.tsx';
import { ImportFooter } from './import-footer.tsx';
import { createImportSession, type FinishedRun, fieldsOf, type ImportState } from './import-session.ts';
import { importTargets, type TargetKind, targetKinds, targetOf } from './import-targets.ts';
import './import.css';

/** Files in, a dry run by itself, then the run: customers, products, opening stock, open orders (R110). */
export function ImportScreen({ params }: ScreenProps): ReactNode {
  const { t } = useTranslation();
  const [session] = useState(() => createImportSession(targetOf(params.target), bridge()));
  const state = useStore(session.store);
  const company = useCompany();
  const tab = useTab();
  const { target, files, phase, defaults } = state;
  const isRunning = phase === 'running';

  useEffect(() => {
    if (!company || defaults) return;
    session.setDefaults({
      territoryId: company.territories[0]?.id ?? null,
      warehouseId: company.warehouses[0]?.id ?? null,
      paymentTermsDays: company.settings['billing.paymentTermsDays'],
      currency: company.settings['company.currency'],
      unit: company.settings['inventory.unit'],
      taxCode: company.settings['billing.taxCode'],
      today: todayAt(company),
    });
  }, [company, defaults, session]);

  // The tab follows what is chosen, so that it comes back with it.
  useEffect(() => {
    tab.setTitle({ key: `admin.import.titles.${target}` });
    tab.setParams({ target });
  }, [tab, target]);

  const run = async () => {
    const endWork = beginUnfinishedWork();
    const finished = await session.run().finally(endWork);
    // The person may have gone on with another tab.
    if (finished && useTabs.getState().activeId !== tab.id) tellEnd(session.store.getState().target, finished);
  };

  const roles: readonly FileRole[] = importTargets[target].lineFields ? ['main', 'lines'] : ['main'];
  const hasFile = roles.some((role) => files[role].sheet !== null);
  return (
    <Page
      header={<PageHeader title={t('admin.import.title')} note={t('admin.import.note')} />}
      footer={<ImportFooter session={session} state={state} onRun={() => void run()} />}
    >
      <div className="page-main">
        <FilterBar end={t('admin.import.order')}>
          <fieldset className="import-targets" disabled={isRunning}>
            <Segmented<TargetKind>
              label={t('admin.import.what')}
              value={target}
              onChange={(kind) => session.setTarget(kind)}
              options={targetKinds.map((kind) => ({ value: kind, label: t(`admin.import.targets.${kind}`) }))}
            />
          </fieldset>
        </FilterBar>
        <div className="import-body">
          <div className={hasFile ? 'import-main' : 'import-main import-main-empty'}>
            {hasFile && company && defaults ? (
              <DefaultsForm
                session={session}
                target={target}
                company={company}
                defaults={defaults}
                disabled={isRunning}
              />
            ) : null}
            {roles.map((role) => (
              <ImportFile key={role} session={session} state={state} role={role} />
            ))}
          </div>
          {hasFile ? <CheckPanel state={state} /> : null}
        </div>
      </div>
    </Page>
  );
}

interface ImportFileProps {
  readonly session: ReturnType<typeof createImportSession>;
  readonly state: ImportState;
  readonly role: FileRole;
}

function ImportFile({ session, state, role }: ImportFileProps): ReactNode {
  const { t } = useTranslation();
  const { target, files, phase } = state;
  const names = fieldsOf(target, role).map((field) => ({
    name: t(fieldKey(target, role, field.name)),
    required: field.required,
  }));
  const list = (wanted: boolean) =>
    names.flatMap(({ name, required }) => (required === wanted ? name : [])).join(t('admin.import.listJoin'));
  return (
    <div className="import-part">
      <FileDrop
        session={session}
        role={role}
        slot={files[role]}
        holds={t(`admin.import.holds.${role === 'lines' ? 'orderLines' : target}`)}
        needs={list(true)}
        understands={list(false)}
        disabled={phase === 'running'}
        {...(role === 'main' ? { keys: 'mod+o' } : {})}
      />
      <ColumnTable session={session} target={target} role={role} slot={files[role]} disabled={phase === 'running'} />
    </div>
  );
}

function tellEnd(target: TargetKind, { outcome, problems }: FinishedRun): void {
  const { created, updated, unchanged, refusal } = outcome;
  notify({
    tone: refusal ? 'late' : 'done',
    title: () => i18n.t(`admin.import.ended.${target}`),
    text: () =>
      refusal
        ? reasonText(refusal)
        : i18n.t('admin.import.endedText', { created, updated, unchanged, problems: problems.length }),
  });
}
