import type { TFunction } from 'i18next';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import type { Workplace } from '#shared/domains/inventory/queries/put-away.ts';
import type { Transfer, TransferLineRow } from '#shared/domains/inventory/queries/transfer-list.ts';
import { bridge } from '../../../app/bridge.ts';
import type { ScreenProps } from '../../../app/feature.ts';
import { useFirstFocus } from '../../../app/focus.ts';
import { notify } from '../../../app/notices.ts';
import { nowAtOffice, usePermission } from '../../../app/session.ts';
import { openTab } from '../../../app/tabs.ts';
import { useCommand } from '../../../app/use-command.ts';
import { useQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { type DataColumn, DataTable } from '../../../ui/data-table.tsx';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { DateOnly, DateTime, Empty, Quantity } from '../../../ui/format.tsx';
import { EmptyState, Page, PageHeader } from '../../../ui/page.tsx';
import { PaperButton } from '../../../ui/paper-button.tsx';
import { DocumentState } from '../documents/document-state.tsx';
import { OpenDocument } from '../documents/open-document.tsx';
import { ReasonDialog } from '../documents/reason-dialog.tsx';
import '../documents/documents.css';

/**
 * One transfer: what was asked, what left, what came and what is under way (R27). Guards:
 * - where the source has places, and of goods with lots or numbers, only the scan desk books: it knows what was taken from
 *   where, and a page does not;
 * - nobody books what another warehouse did, and nothing is booked by one key.
 */
export function TransferPage({ params }: ScreenProps): ReactNode {
  return (
    <OpenDocument<Transfer>
      query="inventory.transfer"
      id={params.transferId}
      titleOf={({ head }) => head.number}
      texts="inventory.documents"
      list="transferList"
      listKey="inventory.transfers.title"
    >
      {(transfer) => <TransferView transfer={transfer} />}
    </OpenDocument>
  );
}

function TransferView({ transfer: { head, lines } }: { readonly transfer: Transfer }): ReactNode {
  const { t } = useTranslation();
  const mayMove = usePermission(permissions.transferStock);
  const mayLose = usePermission(permissions.scrapStock);
  const title = useRef<HTMLHeadingElement>(null);
  useFirstFocus(title);
  const [isLosing, setLosing] = useState(false);
  const send = useCommand('inventory.sendTransfer');
  const receive = useCommand('inventory.receiveTransfer');
  const lose = useCommand('inventory.writeOffTransfer');
  const end = useCommand('inventory.endTransfer');
  const [moving, setMoving] = useState<'sent' | 'received' | null>(null);
  const workplaces = useQuery<readonly Workplace[]>('inventory.workplaces', {}).data;
  const workplaceOf = (warehouseId: string) => workplaces?.find(({ id }) => id === warehouseId);
  const [source, target] = [workplaceOf(head.fromWarehouseId), workplaceOf(head.toWarehouseId)];
  const isLive = head.state === 'open' || head.state === 'underWay';
  const isPlain = ({ tracking }: TransferLineRow) => tracking === 'none';
  const unsent = lines.filter(({ quantity, sent }) => quantity > sent);
  const onTheWay = lines.filter(({ underWay }) => underWay > 0);
  const toSend = source?.hasPlaces === false ? unsent.filter(isPlain) : [];
  const toTakeIn = target ? onTheWay.filter(isPlain) : [];
  const scansOut = source !== undefined && unsent.length > toSend.length;
  const scansIn = target !== undefined && onTheWay.length > toTakeIn.length;
  const scans = scansIn ? 'takeIn' : scansOut ? 'send' : null;
  const columns = useMemo(() => lineColumns(t), [t]);
  const transferId = head.id;

  const told = (said: string) =>
    notify({ tone: 'done', title: t(`inventory.transfers.${said}`, { number: head.number }) });
  const move = async (way: 'sent' | 'received') => {
    const rows = way === 'sent' ? toSend : toTakeIn;
    const ids = await bridge().newIds(rows.length);
    const goods = rows.map((line, index) => ({
      ...{ lineId: line.id, movementId: ids[index], lotId: line.lotId, serialId: null, locationId: null },
      quantity: way === 'sent' ? line.quantity - line.sent : line.underWay,
      ...(way === 'sent' ? {} : { condition: 'saleable' }),
    }));
    const at = nowAtOffice();
    const reply =
      way === 'sent'
        ? await send.run({ transferId, sentAt: at, lines: goods })
        : await receive.run({ transferId, receivedAt: at, lines: goods });
    if (reply.state === 'rejected') return;
    setMoving(null);
    told(way);
  };
  const writeOff = async (reason: string) => {
    const rows = onTheWay.map(({ id: lineId, underWay: quantity }) => ({ lineId, quantity }));
    const reply = await lose.run({ transferId, reason, lines: rows });
    if (reply.state === 'rejected') return;
    setLosing(false);
    told('lost');
  };
  const finish = async () => {
    const reply = await end.run({ transferId });
    if (reply.state !== 'rejected') told('ended');
  };
  return (
    <Page
      header={
        <PageHeader
          titleRef={title}
          title={t('inventory.transfers.one', { number: head.number })}
          tag={<DocumentState kind="transfer" state={head.state} />}
          note={t('inventory.transfers.fromTo', { from: head.fromWarehouseName, to: head.toWarehouseName })}
        >
          <PaperButton kind="transferSlip" id={head.id} />
          {mayMove && isLive && onTheWay.length === 0 ? (
            <ActionButton label={t('inventory.transfers.end')} loading={end.running} onRun={() => void finish()} />
          ) : null}
          {mayLose && isLive && onTheWay.length > 0 ? (
            <ActionButton
              label={t('inventory.transfers.lose')}
              keys="w"
              labelKey="inventory.transfers.lose"
              onRun={() => setLosing(true)}
            />
          ) : null}
          {mayMove && isLive && toSend.length > 0 ? (
            <ActionButton
              primary={toTakeIn.length === 0 && scans !== 'takeIn'}
              label={t('inventory.transfers.sendAll')}
              keys="s"
              labelKey="inventory.transfers.sendAll"
              onRun={() => setMoving('sent')}
            />
          ) : null}
          {mayMove && isLive && toTakeIn.length > 0 ? (
            <ActionButton
              primary={scans !== 'takeIn'}
              label={t('inventory.transfers.receiveAll')}
              keys="r"
              labelKey="inventory.transfers.receiveAll"
              onRun={() => setMoving('received')}
            />
          ) : null}
          {mayMove && isLive && scans !== null ? (
            <ActionButton
              primary={scans === 'takeIn' || (toSend.length === 0 && toTakeIn.length === 0)}
              label={t(`inventory.work.tally.titles.${scans}`)}
              keys="g"
              labelKey={`inventory.work.tally.titles.${scans}`}
              onRun={() => openTab('transferGoods', { documentId: transferId, mode: scans, isBlind: false })}
            />
          ) : null}
        </PageHeader>
      }
    >
      <div className="page-main document-lines">
        <div className="document-fields">
          <span className="document-field">
            <span>{t('inventory.transfers.askedBy')}</span>
            {head.askedByName} <DateTime value={head.createdAt} />
          </span>
          <span className="document-field">
            <span>{t('inventory.transfers.dueOn')}</span>
            <DateOnly value={head.dueOn} />
          </span>
          <span className="document-field">
            <span>{t('inventory.transfers.sentAt')}</span>
            <DateTime value={head.sentAt} />
          </span>
          {head.note === null ? null : <span>{head.note}</span>}
        </div>
        <DataTable<TransferLineRow>
          label={t('inventory.documents.lines')}
          columns={columns}
          rows={lines}
          rowKey={({ id }) => id}
          empty={<EmptyState title={t('inventory.documents.none')} />}
        />
      </div>
      {moving === null ? null : (
        <FormDialog
          title={t(`inventory.transfers.doing.${moving}`, { number: head.number })}
          text={t(`inventory.transfers.doing.${moving}Text`, {
            count: (moving === 'sent' ? toSend : toTakeIn).length,
            warehouse: moving === 'sent' ? head.fromWarehouseName : head.toWarehouseName,
          })}
          okText={t(`inventory.transfers.${moving === 'sent' ? 'sendAll' : 'receiveAll'}`)}
          okFirst
          isBusy={send.running || receive.running}
          onDone={() => void move(moving)}
          onClose={() => setMoving(null)}
        >
          <Goods lines={moving === 'sent' ? toSend : toTakeIn} amountOf={moving === 'sent' ? unsentOf : underWayOf} />
        </FormDialog>
      )}
      {isLosing ? (
        <ReasonDialog
          title={t('inventory.transfers.lose')}
          text={t('inventory.transfers.loseText', { count: onTheWay.length })}
          label={t('inventory.documents.reason')}
          okText={t('inventory.transfers.lose')}
          isBusy={lose.running}
          onOk={(reason) => void writeOff(reason)}
          onCancel={() => setLosing(false)}
        >
          <Goods lines={onTheWay} amountOf={underWayOf} />
        </ReasonDialog>
      ) : null}
    </Page>
  );
}

const unsentOf = ({ quantity, sent }: TransferLineRow): number => quantity - sent;
const underWayOf = ({ underWay }: TransferLineRow): number => underWay;

/** What a question is about: which goods, how many. */
function Goods({
  lines,
  amountOf,
}: {
  readonly lines: readonly TransferLineRow[];
  readonly amountOf: (line: TransferLineRow) => number;
}): ReactNode {
  return (
    <ul className="document-goods">
      {lines.map((line) => (
        <li key={line.id}>
          <span>{line.productCode}</span>
          <strong className="ellipsis">{line.productName}</strong>
          <span className="text-3 ellipsis">{line.lotCode}</span>
          <Quantity value={amountOf(line)} unit={line.unit} />
        </li>
      ))}
    </ul>
  );
}

function lineColumns(t: TFunction): readonly DataColumn<TransferLineRow>[] {
  const figure = (key: 'quantity' | 'sent' | 'underWay' | 'received' | 'lost'): DataColumn<TransferLineRow> => ({
    key,
    title: t(`inventory.transfers.figures.${key}`),
    width: '104px',
    figure: true,
    render: (line) => <Quantity value={line[key]} unit={key === 'quantity' ? line.unit : undefined} dashZero />,
  });
  return [
    { key: 'code', title: t('inventory.stock.code'), width: '112px', render: (line) => line.productCode },
    {
      key: 'product',
      title: t('inventory.stock.product'),
      width: 'minmax(200px, 2fr)',
      strong: true,
      render: (line) => line.productName,
    },
    { key: 'lot', title: t('inventory.lots.code'), width: '112px', render: (line) => line.lotCode ?? <Empty /> },
    figure('quantity'),
    figure('sent'),
    figure('underWay'),
    figure('received'),
    figure('lost'),
    {
      key: 'lostReason',
      title: t('inventory.transfers.lostReason'),
      width: 'minmax(104px, 1fr)',
      render: (line) => line.lostReason ?? <Empty />,
    },
  ];
}
