/** Everything of a person in one action (R66): all customers to one, or those of each territory to another. */
import { Input } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OwnedCustomer } from '#shared/domains/crm/queries/receivers.ts';
import type { ScreenProps } from '../../../app/feature.ts';
import { useTab } from '../../../app/tabs.ts';
import { usePagedQuery, useQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { countText } from '../../../ui/format-text.ts';
import { EmptyState, Page, PageHeader } from '../../../ui/page.tsx';
import { QueryFailed } from '../../../ui/query-failed.tsx';
import { useCompany } from '../../../ui/use-company.ts';
import { type Chosen, ReceiverPicker } from './receiver-picker.tsx';
import { useHandOver } from './use-hand-over.ts';
import './owners.css';

const PAGE_ROWS = 500;
const REASON_LIMIT_LETTERS = 300;

/** Who takes over from the person that the tab was opened with. */
export function HandOverScreen({ params }: ScreenProps): ReactNode {
  const { t } = useTranslation();
  const name = useQuery<{ readonly name: string } | null>('crm.personName', { id: String(params.userId) });
  const tab = useTab();
  const called = name.data?.name ?? '';
  useEffect(() => {
    if (called !== '') tab.setTitle({ key: 'crm.handOver.of', values: { name: called } });
  }, [called, tab]);
  if (name.data === null) {
    return <EmptyState title={t('crm.handOver.nobody')}>{t('crm.handOver.nobodyText')}</EmptyState>;
  }
  return <HandOver userId={String(params.userId)} name={called} />;
}

function HandOver({ userId, name }: { readonly userId: string; readonly name: string }): ReactNode {
  const { t } = useTranslation();
  const territories = useCompany()?.territories ?? [];
  const owned = usePagedQuery<OwnedCustomer>('crm.ownedCustomers', { ownerId: userId }, { limitRows: PAGE_ROWS });
  const { rows, hasMore, loadMore, loading } = owned;
  useEffect(() => {
    if (hasMore) loadMore();
  }, [hasMore, loadMore]);
  const [toAll, setToAll] = useState<Chosen | null>(null);
  const [byPlace, setByPlace] = useState<ReadonlyMap<string, Chosen>>(new Map());
  const [reason, setReason] = useState('');
  const { handOver, running } = useHandOver();
  const places = territories
    .map((territory) => ({ ...territory, count: rows.filter((row) => row.territoryId === territory.id).length }))
    .filter(({ count }) => count > 0);
  const isReady = rows.length > 0 && !hasMore && (toAll !== null || places.every(({ id }) => byPlace.has(id)));
  if (!loading && rows.length === 0) {
    return (
      <Page header={<PageHeader title={t('crm.handOver.of', { name })} />}>
        <EmptyState title={t('crm.handOver.empty', { name })}>{t('crm.handOver.emptyText')}</EmptyState>
      </Page>
    );
  }
  return (
    <Page
      header={
        <PageHeader
          title={t('crm.handOver.of', { name })}
          note={t('crm.handOver.count', { count: rows.length, rows: countText(rows.length) })}
        >
          <ActionButton
            primary
            label={t('crm.handOver.do')}
            keys="mod+enter"
            labelKey="crm.handOver.do"
            disabled={!isReady}
            loading={running}
            onRun={() => void handOver({ userId, name, customers: rows, toAll, byPlace, reason: reason.trim() })}
          />
        </PageHeader>
      }
    >
      <div className="hand-over">
        <p className="text-2">{t('crm.handOver.text')}</p>
        <QueryFailed refusal={owned.refusal} onRetry={owned.refetch} />
        <div className="hand-over-fields">
          <span className="strong">{t('crm.handOver.all')}</span>
          <ReceiverPicker label={t('crm.handOver.all')} value={toAll} onPick={setToAll} without={userId} autoFocus />
          <span className="text-3">{countText(rows.length)}</span>
          {places.length > 1
            ? places.map(({ id, name: place, count }) => (
                <PlaceRow
                  key={id}
                  place={place}
                  count={count}
                  without={userId}
                  value={byPlace.get(id) ?? toAll}
                  onPick={(chosen) => setByPlace(new Map([...byPlace, [id, chosen]]))}
                />
              ))
            : null}
          <span>{t('crm.owners.reason')}</span>
          <Input
            aria-label={t('crm.owners.reason')}
            placeholder={t('crm.handOver.reasonHint')}
            maxLength={REASON_LIMIT_LETTERS}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </div>
      </div>
    </Page>
  );
}

interface PlaceRowProps {
  readonly place: string;
  readonly count: number;
  readonly without: string;
  readonly value: Chosen | null;
  readonly onPick: (chosen: Chosen) => void;
}

function PlaceRow({ place, count, without, value, onPick }: PlaceRowProps): ReactNode {
  return (
    <>
      <span className="text-2">{place}</span>
      <ReceiverPicker label={place} value={value} onPick={onPick} without={without} />
      <span className="text-3">{countText(count)}</span>
    </>
  );
}
