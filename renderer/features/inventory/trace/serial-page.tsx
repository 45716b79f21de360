import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { SerialTrace } from '#shared/domains/inventory/queries/trace.ts';
import type { ScreenProps } from '../../../app/feature.ts';
import { useFirstFocus } from '../../../app/focus.ts';
import { openTab } from '../../../app/tabs.ts';
import { DateTime, Empty } from '../../../ui/format.tsx';
import { Page, PageHeader } from '../../../ui/page.tsx';
import { StateTag } from '../../../ui/state-tag.tsx';
import { OpenDocument } from '../documents/open-document.tsx';
import { MarkLabels } from '../labels/goods-label-dialogs.tsx';
import { LabelButton } from '../labels/label-button.tsx';
import { TraceExport } from './trace-export.tsx';
import { PartialTrace, WhereFrom, WhoGotIt } from './trace-parts.tsx';
import { useWarehouseName } from './use-warehouse-name.ts';

/** One numbered piece both ways. */
export function SerialPage({ params }: ScreenProps): ReactNode {
  return (
    <OpenDocument<SerialTrace>
      query="inventory.serialTrace"
      id={params.serialId}
      titleOf={({ serial }) => ({ key: 'inventory.trace.serial', values: { code: serial.code } })}
      texts="inventory.trace"
      list="stockList"
      listKey="inventory.product.openList"
    >
      {(trace) => <SerialView trace={trace} />}
    </OpenDocument>
  );
}

const stateOf = { inStock: 'done', shipped: 'open', scrapped: 'draft', missing: 'late' } as const;

function SerialView({ trace }: { readonly trace: SerialTrace }): ReactNode {
  const { t } = useTranslation();
  const nameOf = useWarehouseName();
  const title = useRef<HTMLHeadingElement>(null);
  useFirstFocus(title);
  const { serial, product } = trace;
  return (
    <Page
      header={
        <PageHeader
          titleRef={title}
          title={t('inventory.trace.serial', { code: serial.code })}
          tag={<StateTag state={stateOf[serial.state]}>{t(`inventory.trace.states.${serial.state}`)}</StateTag>}
          note={
            <button
              type="button"
              className="link-button"
              onClick={() => void openTab('product', { productId: serial.productId })}
            >
              {product?.code} {product?.name}
            </button>
          }
        >
          <LabelButton>
            {(close) => (
              <MarkLabels
                productId={serial.productId}
                mark={{ id: serial.id, lotCode: serial.lotCode, serialCode: serial.code, expiresOn: serial.expiresOn }}
                onClose={close}
              />
            )}
          </LabelButton>
          <TraceExport trace={trace} name={serial.code} />
        </PageHeader>
      }
    >
      <div className="page-main trace-main">
        <dl className="trace-facts" data-selectable>
          <div>
            <dt>{t('inventory.stock.warehouse')}</dt>
            <dd>{serial.warehouseId === null ? <Empty /> : nameOf(serial.warehouseId)}</dd>
          </div>
          <div>
            <dt>{t('inventory.trace.place')}</dt>
            <dd>{serial.locationCode ?? <Empty />}</dd>
          </div>
          <div>
            <dt>{t('inventory.lots.code')}</dt>
            <dd>
              {serial.lotId === null ? (
                <Empty />
              ) : (
                <button
                  type="button"
                  className="link-button"
                  onClick={() => void openTab('lot', { lotId: serial.lotId })}
                >
                  {serial.lotCode}
                </button>
              )}
            </dd>
          </div>
          <div>
            <dt>{t('inventory.trace.movedAt')}</dt>
            <dd>
              <DateTime value={serial.movedAt} />
            </dd>
          </div>
        </dl>
        <PartialTrace trace={trace} />
        <WhoGotIt trace={trace} unit={product?.unit ?? ''} />
        <WhereFrom trace={trace} nameOf={nameOf} />
      </div>
    </Page>
  );
}
