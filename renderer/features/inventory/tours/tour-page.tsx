import { Select } from 'antd';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DriverRow, TourStop } from '#shared/domains/inventory/queries/tours.ts';
import { notify } from '../../../app/notices.ts';
import { usePermission, useSession } from '../../../app/session.ts';
import { openTab } from '../../../app/tabs.ts';
import { useCommand } from '../../../app/use-command.ts';
import { useQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { EmptyState, FilterBar, Note, Page, PageHeader, PanelHeading, SidePanel } from '../../../ui/page.tsx';
import { QueryFailed } from '../../../ui/query-failed.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { useToday } from '../../../ui/use-company.ts';
import { DeliveryDialog } from '../way-out/delivery-dialog.tsx';
import { ProofDialog } from '../way-out/proof-dialog.tsx';
import { stopColumns, waitingColumns } from './tour-columns.tsx';
import { TourDay } from './tour-day.tsx';
import { TourPaper } from './tour-paper.tsx';
import { inOrder, moved, progressOf, toursOfDay } from './tour-stops.ts';
import { useStopOrder } from './use-stop-order.ts';
import './tours.css';

/** A name and two lines of its address. */
const ROW_HEIGHT = 64;

/** Which van stops where today: planned by keys, driven from the list, signed for at each door without a network. */
export function TourPage(): ReactNode {
  const today = useToday();
  const [chosen, setChosen] = useState<string | null>(null);
  if (today === '') return null;
  const day = chosen ?? today;
  return <TourOfDay key={day} day={day} today={today} onDay={setChosen} />;
}

interface TourOfDayProps {
  readonly day: string;
  readonly today: string;
  readonly onDay: (day: string) => void;
}

function TourOfDay({ day, today, onDay }: TourOfDayProps): ReactNode {
  const { t } = useTranslation();
  const mayPlan = usePermission('inventory.planTours');
  const userId = useSession(({ session }) => (session?.state === 'signedIn' ? session.user.id : null));
  const { data, refusal, refetch } = useQuery<TourStop[]>('inventory.tourOfDay', { day });
  const people = useQuery<DriverRow[]>('inventory.drivers', {}).data ?? [];
  const [driver, setDriver] = useState<string | null>(null);
  const stops = data ?? [];
  const mine = stops.some(({ driverId }) => driverId === userId) ? userId : null;
  const driverId = driver ?? mine ?? (stops[0] ? (stops[0].driverId ?? '') : userId) ?? '';
  const drivers = toursOfDay(stops, people, driverId, t('inventory.tours.nobody'));
  return (
    <Page
      header={
        <PageHeader title={t('inventory.tours.title')}>
          <TourDay day={day} today={today} onDay={onDay} />
        </PageHeader>
      }
    >
      <DriverStops
        key={driverId}
        {...{ day, today, driverId, mayPlan }}
        driver={drivers.find((each) => each.driverId === driverId)?.name ?? ''}
        stops={stops.filter((stop) => (stop.driverId ?? '') === driverId)}
        isKnown={data !== undefined}
        failed={<QueryFailed refusal={refusal} onRetry={refetch} />}
        choice={
          <>
            {drivers.length > 1 ? (
              <Segmented
                label={t('inventory.tours.driver')}
                value={driverId}
                onChange={setDriver}
                options={drivers.map((each) => ({ value: each.driverId, label: each.name, count: each.stops }))}
              />
            ) : null}
            {mayPlan ? (
              <Select<string>
                aria-label={t('inventory.tours.chooseDriver')}
                showSearch={{ optionFilterProp: 'label' }}
                popupMatchSelectWidth={false}
                value={driverId}
                options={people.map(({ id: value, name }) => ({ value, label: name }))}
                onChange={setDriver}
              />
            ) : null}
          </>
        }
      />
    </Page>
  );
}

interface DriverStopsProps {
  readonly day: string;
  readonly today: string;
  readonly driverId: string;
  readonly driver: string;
  readonly mayPlan: boolean;
  readonly stops: readonly TourStop[];
  readonly isKnown: boolean;
  readonly choice: ReactNode;
  /** Why the day could not be read. */
  readonly failed: ReactNode;
}

function DriverStops(props: DriverStopsProps): ReactNode {
  const { day, today, driverId, driver, mayPlan, isKnown } = props;
  const { t } = useTranslation();
  const mayDeliver = usePermission('inventory.confirmDelivery');
  const plan = useCommand('inventory.planTour');
  const waiting = useQuery<TourStop[]>('inventory.untoured', { day }, { enabled: mayPlan });
  const todays = useQuery<TourStop[]>('inventory.tourOfDay', { day: today }, { enabled: day < today });
  const [atId, setAtId] = useState<string | null>(null);
  const [waitingId, setWaitingId] = useState<string | null>(null);
  const [delivering, setDelivering] = useState<TourStop | null>(null);
  const [proving, setProving] = useState<TourStop | null>(null);
  const send = async (ids: readonly string[], tourOn = day) =>
    (await plan.run({ tourOn, driverId: driverId === '' ? null : driverId, shipmentIds: ids })).state !== 'rejected';
  const { order, put } = useStopOrder(async (ids) => void (await send(ids)));
  const stops = inOrder(props.stops, order);
  const openIds = stops.filter(({ state }) => state === 'shipped').map(({ id }) => id);
  const at = stops.find(({ id }) => id === atId) ?? stops[0];
  const isOpen = at !== undefined && openIds.includes(at.id);
  const toAdd = waiting.data?.find(({ id }) => id === waitingId) ?? waiting.data?.[0];
  const step = (way: -1 | 1) => {
    const next = at && moved(openIds, at.id, way);
    if (!next) return;
    setAtId(at.id);
    put(next);
  };
  const add = async (stop: TourStop) => {
    if (!(await send([...openIds, stop.id]))) return;
    notify({ tone: 'done', title: () => t('inventory.tours.added', { number: stop.number, stop: stops.length + 1 }) });
  };
  const takeOff = async () => {
    if (!at || !isOpen) return;
    const reply = await plan.run({ tourOn: null, driverId: null, shipmentIds: [at.id] });
    if (reply.state === 'rejected') return;
    const rest = openIds.filter((id) => id !== at.id);
    if (order !== null) put(rest.length === 0 ? null : rest);
    notify({ tone: 'done', title: () => t('inventory.tours.taken', { number: at.number }) });
  };
  const moveToToday = async () => {
    const known = (todays.data ?? []).filter((stop) => (stop.driverId ?? '') === driverId && stop.state === 'shipped');
    if (!(await send([...known.map(({ id }) => id), ...openIds], today))) return;
    notify({ tone: 'done', title: () => t('inventory.tours.moved', { count: openIds.length }) });
  };
  const columns = useMemo(() => {
    const places = new Map(stops.map(({ id }, index) => [id, index + 1]));
    return stopColumns(t, (stop) => places.get(stop.id) ?? 0);
  }, [t, stops]);
  const beside = useMemo(() => waitingColumns(t), [t]);
  return (
    <>
      <div className="page-main">
        <FilterBar
          end={
            stops.length === 0 ? null : (
              <span>
                {t('inventory.tours.stops', { count: stops.length })} · {t('inventory.tours.state', progressOf(stops))}
              </span>
            )
          }
        >
          {props.choice}
        </FilterBar>
        {day < today && openIds.length > 0 && isKnown ? (
          <div className="tour-late">
            <Note
              tone="wait"
              title={t('inventory.tours.late', { count: openIds.length })}
              action={
                mayPlan ? <ActionButton label={t('inventory.tours.toToday')} onRun={() => void moveToToday()} /> : null
              }
            >
              {t('inventory.tours.lateText', { driver })}
            </Note>
          </div>
        ) : null}
        {props.failed}
        <DataTable<TourStop>
          label={t('inventory.tours.list')}
          columns={columns}
          rows={stops}
          rowKey={({ id }) => id}
          rowHeight={ROW_HEIGHT}
          onCursor={({ id }) => setAtId(id)}
          onOpen={({ id }) => void openTab('shipment', { shipmentId: id })}
          followKey={atId}
          autoFocus
          empty={
            isKnown ? (
              <EmptyState title={t('inventory.tours.empty', { driver })}>
                {t(mayPlan ? 'inventory.tours.emptyText' : 'inventory.tours.emptyView')}
              </EmptyState>
            ) : null
          }
        />
        <footer className="page-footer">
          <div className="tour-keys">
            {mayPlan ? (
              <>
                <ActionButton
                  label={t('inventory.tours.up')}
                  keys="alt+arrowup"
                  labelKey="inventory.tours.up"
                  disabled={!isOpen}
                  onRun={() => step(-1)}
                />
                <ActionButton
                  label={t('inventory.tours.down')}
                  keys="alt+arrowdown"
                  labelKey="inventory.tours.down"
                  disabled={!isOpen}
                  onRun={() => step(1)}
                />
                <ActionButton
                  label={t('inventory.tours.off')}
                  keys="delete"
                  labelKey="inventory.tours.off"
                  disabled={!isOpen}
                  onRun={() => void takeOff()}
                />
              </>
            ) : null}
            <ActionButton
              label={t('inventory.tours.print')}
              keys="mod+p"
              labelKey="inventory.tours.print"
              disabled={stops.length === 0}
              onRun={() => window.print()}
            />
            {mayDeliver ? (
              <>
                <ActionButton
                  label={t('inventory.tours.addProof')}
                  keys="p"
                  labelKey="inventory.tours.addProof"
                  disabled={!at || isOpen}
                  onRun={() => at && setProving(at)}
                />
                <ActionButton
                  primary
                  label={t('inventory.tours.deliver')}
                  keys="d"
                  labelKey="inventory.tours.deliver"
                  disabled={!isOpen}
                  onRun={() => at && setDelivering(at)}
                />
              </>
            ) : null}
          </div>
        </footer>
      </div>
      {mayPlan ? (
        <SidePanel
          label={t('inventory.tours.waiting')}
          kind="order"
          footer={
            <ActionButton
              label={t('inventory.tours.add')}
              keys="a"
              labelKey="inventory.tours.add"
              disabled={toAdd === undefined}
              onRun={() => toAdd && void add(toAdd)}
            />
          }
        >
          <div className="tour-waiting">
            <PanelHeading note={t('inventory.tours.waitingNote', { count: waiting.data?.length ?? 0 })}>
              {t('inventory.tours.waiting')}
            </PanelHeading>
            <DataTable<TourStop>
              headless
              label={t('inventory.tours.waiting')}
              columns={beside}
              rows={waiting.data ?? []}
              rowKey={({ id }) => id}
              rowHeight={ROW_HEIGHT}
              onCursor={({ id }) => setWaitingId(id)}
              onOpen={(stop) => void add(stop)}
              empty={waiting.data ? <p className="text-3 tour-nothing">{t('inventory.tours.nothingWaits')}</p> : null}
            />
          </div>
        </SidePanel>
      ) : null}
      <TourPaper driver={driver} day={day} stops={stops} />
      {delivering ? <DeliveryDialog shipment={delivering} onClose={() => setDelivering(null)} /> : null}
      {proving ? <ProofDialog shipment={proving} onClose={() => setProving(null)} /> : null}
    </>
  );
}
