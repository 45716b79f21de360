import { Input } from 'antd';
import type { TFunction } from 'i18next';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import type { CountLineRow, StockCount } from '#shared/domains/inventory/queries/count-list.ts';
import { parseDecimal } from '#shared/kernel/money.ts';
import type { ScreenProps } from '../../../app/feature.ts';
import { notify } from '../../../app/notices.ts';
import { nowAtOffice, usePermission, useSignedIn } from '../../../app/session.ts';
import { useCommand } from '../../../app/use-command.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { type DataColumn, DataTable } from '../../../ui/data-table.tsx';
import { DateTime, Empty, Quantity } from '../../../ui/format.tsx';
import { EmptyState, FilterBar, Page, PageHeader } from '../../../ui/page.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { useCompany } from '../../../ui/use-company.ts';
import { DocumentState } from '../documents/document-state.tsx';
import { OpenDocument } from '../documents/open-document.tsx';
import '../documents/documents.css';
import { CountLineDetail } from './count-line-detail.tsx';

/** As many as the command takes. */
const MOST_REASONS = 200;

const filters = ['all', 'open', 'recount', 'differing'] as const;
type Filter = (typeof filters)[number];

const differs = ({ counted, book }: CountLineRow) => counted !== null && book !== null && counted !== book;
const fits: Readonly<Record<Filter, (line: CountLineRow) => boolean>> = {
  all: () => true,
  open: ({ state }) => state === 'open',
  recount: ({ state }) => state === 'recount',
  differing: differs,
};

/** One count: blind for whoever counts, with differences for whoever posts it (R28). */
export function CountPage({ params }: ScreenProps): ReactNode {
  return (
    <OpenDocument<StockCount>
      query="inventory.stockCount"
      id={params.countId}
      titleOf={({ head }) => head.number}
      texts="inventory.documents"
      list="countList"
      listKey="inventory.counts.title"
    >
      {(count) => <CountView count={count} />}
    </OpenDocument>
  );
}

function CountView({ count: { head, lines } }: { readonly count: StockCount }): ReactNode {
  const { t } = useTranslation();
  const company = useCompany();
  const { user } = useSignedIn();
  const mayCount = usePermission(permissions.countStock);
  const mayPost = usePermission('inventory.postCount');
  const [filter, setFilter] = useState<Filter>('all');
  const [openedId, setOpenedId] = useState<string | null>(null);
  const [reasons, setReasons] = useState<ReadonlyMap<string, string>>(new Map());
  const record = useCommand('inventory.recordCount');
  const post = useCommand('inventory.postCount');
  const cancel = useCommand('inventory.cancelCount');
  const isOpen = head.state === 'open';
  const open = lines.filter(fits.open).length;
  const waiting = lines.filter(fits.recount).length;
  const keeps =
    waiting > 0
      ? t('inventory.counts.keepsRecount', { count: waiting })
      : open === lines.length
        ? t('inventory.counts.keepsUncounted')
        : null;
  const writesReason = isOpen && mayPost;
  const countId = head.id;
  const { run } = record;
  const columns = useMemo(() => {
    const take = async (line: CountLineRow, counted: number) => {
      const countedAt = nowAtOffice();
      const { productId, lotId, locationId } = line;
      await run({ countId, lines: [{ productId, lotId, locationId, counted, countedAt }] });
    };
    const mayTake = (line: CountLineRow) =>
      isOpen && mayCount && (line.state === 'open' || (line.state === 'recount' && line.countedBy !== user.id));
    return countColumns(t, mayTake, take, mayPost || !isOpen);
  }, [t, isOpen, mayCount, mayPost, countId, run, user.id]);
  const book = async () => {
    const written = lines.flatMap((line) => {
      const reason = reasons.get(line.id)?.trim() ?? '';
      return reason !== '' && differs(line) ? [{ lineId: line.id, reason }] : [];
    });
    const reply = await post.run({ countId, skipsOpen: true, reasons: written.slice(0, MOST_REASONS) });
    if (reply.state !== 'rejected') {
      notify({ tone: 'done', title: t('inventory.counts.posted', { number: head.number }) });
    }
  };
  const giveUp = async () => {
    const reply = await cancel.run({ countId });
    if (reply.state !== 'rejected') {
      notify({ tone: 'done', title: t('inventory.counts.cancelled', { number: head.number }) });
    }
  };
  return (
    <Page
      header={
        <PageHeader
          title={t('inventory.counts.one', { number: head.number })}
          tag={<DocumentState kind="count" state={head.state} />}
          note={company?.warehouses.find(({ id }) => id === head.warehouseId)?.name}
        >
          {isOpen && mayCount ? (
            <ActionButton label={t('inventory.counts.cancel')} loading={cancel.running} onRun={() => void giveUp()} />
          ) : null}
          {isOpen && mayPost && keeps !== null ? <span className="text-2 small">{keeps}</span> : null}
          {isOpen && mayPost ? (
            <ActionButton
              primary
              label={open > 0 ? t('inventory.counts.postSkipping', { count: open }) : t('inventory.counts.post')}
              keys="mod+enter"
              labelKey="inventory.counts.post"
              disabled={keeps !== null}
              {...(keeps === null ? {} : { reason: keeps })}
              loading={post.running}
              onRun={() => void book()}
            />
          ) : null}
        </PageHeader>
      }
    >
      <div className="page-main">
        <FilterBar
          end={
            <span>
              {`${t('inventory.counts.linesOpen')} · `}
              {t('inventory.counts.started')} <DateTime value={head.startedAt} /> {head.startedByName}
            </span>
          }
        >
          <Segmented<Filter>
            label={t('inventory.documents.filter')}
            value={filter}
            onChange={setFilter}
            options={filters.map((value) => ({
              value,
              label: t(`inventory.counts.lineFilters.${value}`),
              count: lines.filter(fits[value]).length,
            }))}
          />
        </FilterBar>
        <DataTable<CountLineRow>
          label={t('inventory.documents.lines')}
          columns={columns}
          rows={lines.filter(fits[filter])}
          rowKey={({ id }) => id}
          selectedKey={openedId}
          autoFocus
          onOpen={(line) => {
            // Of what nobody counted there is nothing to be shown: its field is what is wanted.
            if (line.counted === null && focusField(line.id)) return;
            setOpenedId(line.id === openedId ? null : line.id);
          }}
          detail={(line) => (
            <CountLineDetail
              line={line}
              head={head}
              reason={writesReason && differs(line) ? (reasons.get(line.id) ?? '') : null}
              onReason={(reason) => setReasons(new Map(reasons).set(line.id, reason))}
              onClose={() => setOpenedId(null)}
            />
          )}
          empty={<EmptyState title={t('inventory.counts.noneLike')} />}
        />
      </div>
    </Page>
  );
}

function countColumns(
  t: TFunction,
  mayTake: (line: CountLineRow) => boolean,
  take: (line: CountLineRow, counted: number) => Promise<void>,
  showsBook: boolean,
): readonly DataColumn<CountLineRow>[] {
  const ofBook: readonly DataColumn<CountLineRow>[] = [
    {
      key: 'book',
      title: t('inventory.counts.book'),
      width: '88px',
      figure: true,
      render: (line) => <Quantity value={line.book} />,
    },
    {
      key: 'difference',
      title: t('inventory.counts.difference'),
      width: '88px',
      figure: true,
      render: (line) =>
        line.counted === null || line.book === null ? (
          <Empty />
        ) : (
          <Quantity value={line.counted - line.book} dashZero />
        ),
    },
  ];
  return [
    {
      key: 'place',
      title: t('inventory.counts.place'),
      width: '92px',
      render: (line) => line.locationCode ?? <Empty />,
    },
    { key: 'code', title: t('inventory.stock.code'), width: '92px', render: (line) => line.productCode },
    {
      key: 'product',
      title: t('inventory.stock.product'),
      width: 'minmax(180px, 2fr)',
      strong: true,
      render: (line) =>
        line.missing.length === 0 ? (
          line.productName
        ) : (
          <>
            {line.productName}{' '}
            <span className="state-late late-text">
              {t('inventory.counts.missing', { count: line.missing.length })}
            </span>
          </>
        ),
    },
    { key: 'lot', title: t('inventory.lots.code'), width: '104px', render: (line) => line.lotCode ?? <Empty /> },
    {
      key: 'state',
      title: t('inventory.documents.state'),
      width: '120px',
      render: (line) => <DocumentState kind="countLine" plain state={line.state} />,
    },
    {
      key: 'counted',
      title: t('inventory.counts.counted'),
      width: '120px',
      figure: true,
      render: (line) =>
        mayTake(line) ? <CountField line={line} take={take} /> : <Quantity value={line.counted} unit={line.unit} />,
    },
    ...(showsBook ? ofBook : []),
    {
      key: 'by',
      title: t('inventory.counts.by'),
      width: 'minmax(96px, 1fr)',
      render: (line) => line.countedByName ?? <Empty />,
    },
  ];
}

/** @returns false: nothing is counted into that line here */
function focusField(lineId: string): boolean {
  const field = document.querySelector<HTMLElement>(`input[data-count="${CSS.escape(lineId)}"]`);
  field?.focus();
  return field !== null;
}

interface CountFieldProps {
  readonly line: CountLineRow;
  readonly take: (line: CountLineRow, counted: number) => Promise<void>;
}

/** What was found on the shelf; Enter takes it and goes on to the next field. */
function CountField({ line, take }: CountFieldProps): ReactNode {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const read = parseDecimal(typed, 4);
  const isWrong = typed !== '' && (read === null || read < 0);
  return (
    <Input
      data-count={line.id}
      inputMode="decimal"
      aria-label={t('inventory.counts.countOf', { product: line.productName })}
      status={isWrong ? 'error' : ''}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onPressEnter={(event) => {
        if (read === null || isWrong) return;
        const fields = [...document.querySelectorAll<HTMLInputElement>('input[data-count]')];
        const next = fields[fields.indexOf(event.currentTarget) + 1];
        void take(line, read);
        setTyped('');
        next?.focus();
      }}
    />
  );
}
