/** What left with a delivery, what came back of it before, and what comes back now. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import {
  conditionOf,
  partsToTakeBack,
  type ReturnReason,
  type ReturnState,
} from '#shared/domains/inventory/rules/return-work.ts';
import type { Row } from '#shared/kernel/table.ts';
import { useShortcut } from '../../../../app/shortcuts.ts';
import { DateTime, Quantity } from '../../../../ui/format.tsx';
import { StateShape } from '../../../../ui/state-tag.tsx';
import { WorkDialog } from '../frame/work-dialogs.tsx';

/** One row a line of the delivery; the one that was scanned last is marked. */
export function ReturnTable({ state }: { readonly state: ReturnState }): ReactNode {
  const { t } = useTranslation();
  const last = new Set(state.last?.lineIds);
  return (
    <div className="work-lines">
      <div className="work-line take-back-line take-back-heads">
        <span>{t('inventory.stock.product')}</span>
        <span className="work-figure">{t('inventory.work.takeBack.sent')}</span>
        <span className="work-figure">{t('inventory.work.takeBack.before')}</span>
        <span className="work-figure">{t('inventory.work.takeBack.now')}</span>
        <span>{t('inventory.work.takeBack.reason')}</span>
      </div>
      <div role="list" aria-label={t('inventory.work.takeBack.goods')}>
        {state.lines.map(({ line, parts, returning, left }) => (
          <div
            key={line.id}
            role="listitem"
            className={`work-line take-back-line${returning === 0 && left === 0 ? ' work-line-over' : ''}${
              last.has(line.id) && returning > 0 ? ' take-back-last' : ''
            }`}
          >
            <span className="work-goods">
              <span className="ellipsis">
                {line.productCode} {line.productName}
              </span>
              {(line.serialCode ?? line.lotCode) ? <small>{line.serialCode ?? line.lotCode}</small> : null}
            </span>
            <span className="work-figure">
              <Quantity value={line.quantity} unit={line.unit} />
            </span>
            <span className="work-figure work-quiet">
              {line.returned === 0 ? '–' : <Quantity value={line.returned} />}
            </span>
            <span className="work-figure">
              {returning === 0 ? (
                '–'
              ) : (
                <strong>
                  <Quantity value={returning} />
                </strong>
              )}
            </span>
            <span className="take-back-reasons">
              {parts.map((part) => (
                <Why key={part.reason} reason={part.reason}>
                  {parts.length > 1 ? <Quantity value={part.quantity} /> : null}
                </Why>
              ))}
            </span>
          </div>
        ))}
      </div>
    </div>
  );
}

function Why({ reason, children }: { readonly reason: ReturnReason; readonly children: ReactNode }): ReactNode {
  const { t } = useTranslation();
  const shape = conditionOf(reason) === 'saleable' ? 'done' : 'wait';
  return (
    <span className={`state-${shape}`}>
      <StateShape state={shape} /> {t(`inventory.returns.reasons.${reason}`)} {children}
    </span>
  );
}

interface ReturnSideProps {
  readonly head: Row<'shipments'>;
  readonly warehouseName: string;
  readonly reason: ReturnReason;
}

/** What every scan is taken for, and of which delivery. */
export function ReturnSide({ head, warehouseName, reason }: ReturnSideProps): ReactNode {
  const { t } = useTranslation();
  const condition = conditionOf(reason);
  const shape = condition === 'saleable' ? 'done' : 'wait';
  return (
    <aside className="work-side" aria-label={t('inventory.work.takeBack.scanningFor')}>
      <p className="take-back-reason">
        <span>{t('inventory.work.takeBack.scanningFor')}</span>
        <strong>{t(`inventory.returns.reasons.${reason}`)}</strong>
        <span className={`state-${shape}`}>
          <StateShape state={shape} /> {t(`inventory.work.takeBack.goesTo.${condition}`)}
        </span>
      </p>
      <dl>
        <dt>{t('inventory.shipments.order')}</dt>
        <dd>{head.orderNumber}</dd>
        <dt>{t('inventory.shipments.shippedAt')}</dt>
        <dd>
          <DateTime value={head.shippedAt} />
        </dd>
        <dt>{t('inventory.work.takeBack.into')}</dt>
        <dd>{warehouseName}</dd>
      </dl>
    </aside>
  );
}

interface ReturnFinishProps {
  readonly state: ReturnState;
  readonly onTake: () => void;
  readonly onClose: () => void;
}

/** What would be booked, before it is: nothing is finished by a stray Enter. */
export function ReturnFinish({ state, onTake, onClose }: ReturnFinishProps): ReactNode {
  const { t } = useTranslation();
  useShortcut('enter', onTake);
  const parts = partsToTakeBack(state);
  return (
    <WorkDialog
      title={t('inventory.work.takeBack.finish', { count: parts.length })}
      takeText={t('inventory.work.takeBack.record')}
      onClose={onClose}
    >
      <ol className="take-back-summary" aria-label={t('inventory.documents.lines')}>
        {parts.map(({ line, reason, quantity }) => (
          <li key={`${line.id} ${reason}`}>
            <span>{line.productCode}</span>
            <span>
              {line.productName} <span className="text-3">{line.serialCode ?? line.lotCode}</span>
            </span>
            <Why reason={reason}>{null}</Why>
            <Quantity value={quantity} unit={line.unit} />
          </li>
        ))}
      </ol>
    </WorkDialog>
  );
}
