import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Company } from '#shared/domains/admin/queries/company.ts';
import { notify } from '../../../app/notices.ts';
import { useShortcut } from '../../../app/shortcuts.ts';
import { useTab } from '../../../app/tabs.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { Page, SidePanel } from '../../../ui/page.tsx';
import type { PickerHandle } from '../../../ui/picker.tsx';
import { CustomerStrip } from '../order-document/customer-strip.tsx';
import { LinesHead } from '../order-document/lines-head.tsx';
import { OrderFoot } from '../order-document/order-foot.tsx';
import '../order-document/order.css';
import '../order-document/order-lines.css';
import '../order-document/order-panel.css';
import './order-entry.css';
import './next-line.css';
import { BuyingPanel } from './buying-panel.tsx';
import { CreditPanel } from './credit-panel.tsx';
import { DocumentOff, OFF_CELL } from './document-off.tsx';
import { keyOf } from './draft-prices.ts';
import { useDraft, useDraftHandle } from './draft-store.ts';
import { type EntryMessage, EntryNotice } from './entry-notice.tsx';
import type { CellColumn, CellMove } from './figure-field.tsx';
import { FreeRow } from './free-row.tsx';
import { HoldNote } from './hold-note.tsx';
import { LineRow } from './line-row.tsx';
import { NewLineField, type NewLineHandle } from './new-line-field.tsx';
import type { OpenedDraft } from './open-draft.ts';
import { isEmptyDraft } from './order-draft.ts';
import { OrderHead } from './order-head.tsx';
import { ShortWays } from './short-ways.tsx';

import { findUnread } from './unread-text.ts';
import { useAmended } from './use-amended.ts';
import { type EntryPlace, useConfirm } from './use-confirm.ts';
import { useDraftData } from './use-draft-data.ts';
import { leftOutMessage, useEntryActions } from './use-entry-actions.ts';
import { cellBeside, NEXT_CELL, useCursorInSight, useGridFocus } from './use-grid-focus.ts';
import { noUnits, unitsByProduct, useLineKeys } from './use-line-keys.ts';
import { WhatIf } from './what-if.tsx';

interface OrderEditorProps {
  readonly opened: Extract<OpenedDraft, { state: 'draft' }>;
  readonly company: Company;
}

/** Taking an order, on one screen and by keys alone. */
export function OrderEditor({ opened, company }: OrderEditorProps): ReactNode {
  const { t } = useTranslation();
  const tab = useTab();
  const handle = useDraftHandle(opened.id, opened.draft);
  const draft = useDraft(handle);
  const data = useDraftData(handle, draft, company);
  const { terms, figures, book, stock, customer, buying, credit, overdueHoldDays, margin } = data;
  const { root, focusCell } = useGridFocus();
  const customerField = useRef<PickerHandle>(null);
  const nextField = useRef<NewLineHandle>(null);
  const [message, tell] = useState<EntryMessage | null>(() => leftOutMessage(opened.leftOut));
  const [focusedKey, setFocusedKey] = useState<number | null>(null);
  const actions = useEntryActions({ handle, focusCell, nextField: () => nextField.current, tell });

  /** What stands in a field and was not taken. */
  const unread = () =>
    findUnread(
      root.current,
      handle.read().lines.map((line) => line.key),
      nextField.current?.heldText() ?? '',
    );
  const goTo = (place: EntryPlace) => {
    if (place === 'customer') customerField.current?.focus();
    else if (place === 'warehouse') root.current?.querySelector<HTMLElement>('[data-field="warehouse"] input')?.focus();
    else focusCell(place === 'next' ? NEXT_CELL : place.cell);
  };
  useAmended(handle, tell, goTo);
  const { confirm, running } = useConfirm({ handle, terms, book, stock, tab, tell, goTo, unread });

  // The same functions for every drawing: a row whose figures stand is left alone.
  const moves = useMemo(
    () => ({
      onLeave: () => focusCell(NEXT_CELL),
      onMove: (key: number, column: CellColumn, move: CellMove) => {
        const keys = handle.read().lines.map((line) => line.key);
        const cell = cellBeside(keys, key, column, move);
        if (cell !== null) focusCell(cell);
      },
      onCode: (code: string) => nextField.current?.typeKeys(`${code}\n`),
    }),
    [handle, focusCell],
  );

  const { number } = draft;
  const empty = isEmptyDraft(draft);
  useEffect(() => {
    tab.setTitle({ key: 'sales.order.title', values: { number } });
    tab.setDirty(!empty);
  }, [tab, number, empty]);
  // A tab that is shown starts where the next thing is typed.
  useEffect(() => {
    if (handle.read().customerId !== null) focusCell(NEXT_CELL);
  }, [handle, focusCell]);
  useEffect(
    () =>
      // A draft that could not be kept stays on the screen: it is nowhere else.
      tab.guardClose(() => handle.flush()),
    [tab, handle],
  );

  const save = () => {
    void handle.flush().then((kept) => {
      if (kept) notify({ tone: 'done', title: () => t('sales.told.saved', { number }) });
    });
  };
  const keys = draft.lines.map((line) => line.key);
  const unitsOf = useMemo(() => unitsByProduct(book), [book]);
  // Without the cursor on a short line, the one nearest to the field below: what its keys do must be in sight.
  const isShort = (key: number | null) =>
    figures.lines.find(({ line, short }) => line.key === key && short > 0 && !line.backOrderKept);
  const short = isShort(focusedKey) ?? figures.lines.findLast(({ line }) => isShort(line.key));
  useCursorInSight(root, [keys.length, short?.line.key, message?.title, message?.lines?.length].join());
  const counts = [
    t('sales.foot.lines', { count: draft.lines.length }),
    figures.shortLines > 0 ? t('sales.foot.short', { count: figures.shortLines }) : null,
    figures.approvalLines > 0 ? t('sales.foot.waits', { count: figures.approvalLines }) : null,
  ].filter((text) => text !== null);

  useShortcut(
    'mod+delete',
    ({ target }) => {
      const line = target instanceof Element ? target.closest('[data-line]')?.getAttribute('data-line') : null;
      if (line) actions.removeLine(Number(line));
    },
    { labelKey: 'sales.orderEntry.removeLineKey' },
  );

  useLineKeys(handle, draft, unitsOf);
  useShortcut('mod+shift+d', () => focusCell(OFF_CELL), { labelKey: 'sales.foot.offLabel' });

  const foot = (
    <OrderFoot
      {...figures.totals}
      off={
        draft.lines.length === 0 ? null : (
          <DocumentOff
            draft={draft}
            currency={terms.currency}
            change={handle.change}
            onLeave={() => focusCell(NEXT_CELL)}
          />
        )
      }
      currency={terms.currency}
      margin={margin?.whole ? { ...margin.whole, homeCurrency: terms.homeCurrency } : null}
      counts={draft.lines.length === 0 ? '' : counts.join(t('sales.foot.and'))}
    >
      {terms.roundsToMinor === null ? null : (
        <ActionButton
          label={t(draft.roundsDown ? 'sales.orderEntry.roundsBack' : 'sales.orderEntry.roundsDown')}
          keys="alt+r"
          labelKey="sales.orderEntry.roundsDown"
          onRun={() => handle.change({ type: 'setRoundsDown', roundsDown: !draft.roundsDown })}
        />
      )}
      <ActionButton label={t('sales.orderEntry.save')} keys="mod+s" labelKey="sales.orderEntry.save" onRun={save} />
      <ActionButton
        primary
        label={t('sales.orderEntry.confirm')}
        keys="mod+enter"
        labelKey="sales.orderEntry.confirm"
        loading={running}
        onRun={() => void confirm()}
      />
    </OrderFoot>
  );

  return (
    <div ref={root} className="order">
      <Page
        header={
          <OrderHead
            draft={draft}
            company={company}
            change={handle.change}
            customerField={customerField}
            onPickCustomer={(picked, keys) => {
              handle.change({ type: 'pickCustomer', customer: picked });
              tell(null);
              actions.typeLines(keys);
            }}
            onMissedCustomer={(typed, keys) => {
              tell({ tone: 'wait', title: t('sales.orderEntry.customerMissed', { typed }) });
              actions.typeLines(keys);
            }}
          />
        }
        footer={foot}
      >
        <div className="page-main">
          <CustomerStrip
            customerId={draft.customerId}
            contactName={customer?.contactName ?? null}
            phone={customer?.phone ?? null}
          />
          {message ? <EntryNotice message={message} onClose={() => tell(null)} /> : null}
          <div className="order-scroll">
            <table className="order-table" aria-label={t('sales.lines.label')}>
              <LinesHead />
              <tbody>
                {figures.lines.flatMap((line, index) => [
                  <LineRow
                    key={line.line.key}
                    figures={line}
                    units={unitsOf.get(line.line.productId) ?? noUnits}
                    place={index + 1}
                    currency={terms.currency}
                    discountLimit={terms.discountLimit}
                    marginRate={margin?.ofLine.get(line.line.key)?.rate ?? undefined}
                    change={handle.change}
                    onRemove={actions.removeLine}
                    {...moves}
                    onFocusLine={setFocusedKey}
                  >
                    {line === short && draft.warehouseId !== null ? (
                      <ShortWays
                        short={line}
                        lines={figures.lines}
                        warehouseId={draft.warehouseId}
                        company={company}
                        change={handle.change}
                        onTaken={() => focusCell(NEXT_CELL)}
                      />
                    ) : null}
                  </LineRow>,
                  ...figures.free
                    .filter(({ forKey }) => forKey === keyOf(line.line))
                    .map((free) => <FreeRow key={`${free.forKey} ${free.promotionId} ${free.lineKind}`} free={free} />),
                ])}
              </tbody>
            </table>
            <NewLineField
              ref={nextField}
              initialText={handle.read().nextText}
              onText={(text) => handle.change({ type: 'setNextText', text })}
              place={draft.lines.length + 1}
              warehouseId={draft.warehouseId}
              onTake={actions.takeProduct}
              onNotFound={actions.notFound}
              onGone={actions.gone}
              onPasteLines={(text) => void actions.pasteLines(text)}
              onUp={() => {
                const last = keys.at(-1);
                if (last !== undefined) focusCell(`${last}:quantity`);
              }}
            />
          </div>
        </div>
        <SidePanel label={t('sales.panel.label')} kind="order">
          {draft.customerId === null ? <p className="panel-empty">{t('sales.panel.noCustomer')}</p> : null}
          {credit ? (
            <CreditPanel
              {...credit}
              orderMinor={figures.totals.totalMinor}
              currency={terms.currency}
              today={terms.today}
              overdueHoldDays={overdueHoldDays}
            />
          ) : null}
          <HoldNote
            lines={figures.lines}
            deviations={figures.deviations}
            discountLimit={terms.discountLimit}
            credit={draft.lines.length > 0 ? credit : null}
            currency={terms.currency}
            today={terms.today}
            overdueHoldDays={overdueHoldDays}
          />
          <WhatIf handle={handle} draft={draft} company={company} data={data} />
          {buying ? (
            <BuyingPanel
              buying={buying}
              onOrder={new Set(draft.lines.map((line) => line.productId))}
              onAdd={(usual) => void actions.addUsual(usual)}
              onRepeat={(orderId) => void actions.repeatOrder(orderId)}
            />
          ) : null}
        </SidePanel>
      </Page>
    </div>
  );
}
