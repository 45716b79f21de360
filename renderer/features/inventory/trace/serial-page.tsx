import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { SerialTrace } from '#shared/domains/inventory/queries/trace.ts';
import type { ScreenProps } from '../../../app/feature.ts';
import { useFirstFocus } from '../../../app/focus.ts';
import { openTab, useTab } from '../../../app/tabs.ts';
import { useQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { DateTime, Empty } from '../../../ui/format.tsx';
import { EmptyState, Page, PageHeader } from '../../../ui/page.tsx';
import { QueryFailed } from '../../../ui/query-failed.tsx';
import { saveTextFile } from '../../../ui/save-text-file.ts';
import { StateTag } from '../../../ui/state-tag.tsx';
import { MarkLabels } from '../labels/goods-label-dialogs.tsx';
import { LabelButton } from '../labels/label-button.tsx';
import { traceCsv } from './trace-csv.ts';
import { PartialTrace, WhereFrom, WhoGotIt } from './trace-parts.tsx';
import { useWarehouseName } from './use-warehouse-name.ts';

/** One numbered piece both ways. */
export function SerialPage({ params }: ScreenProps): ReactNode {
  const { t } = useTranslation();
  const tab = useTab();
  const id = String(params.serialId ?? '');
  const { data, refusal, refetch } = useQuery<SerialTrace | null>('inventory.serialTrace', { id });
  const code = data?.serial.code;
  useEffect(() => {
    if (code !== undefined) tab.setTitle(t('inventory.trace.serial', { code }));
  }, [tab, code, t]);
  if (refusal && !data) return <QueryFailed refusal={refusal} onRetry={refetch} />;
  if (data === undefined) return null;
  if (data === null) {
    return (
      <EmptyState
        title={t('inventory.trace.gone')}
        action={<ActionButton primary label={t('inventory.product.openList')} onRun={() => openTab('stockList')} />}
      >
        {t('inventory.trace.goneText')}
      </EmptyState>
    );
  }
  return <SerialView trace={data} />;
}

const stateOf = { inStock: 'done', shipped: 'open', scrapped: 'draft' } as const;

function SerialView({ trace }: { readonly trace: SerialTrace }): ReactNode {
  const { t, i18n } = useTranslation();
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
          <ActionButton
            label={t('inventory.trace.export')}
            keys="mod+e"
            labelKey="inventory.trace.export"
            onRun={() => saveTextFile(`${serial.code}.csv`, traceCsv(trace, nameOf, { t, language: i18n.language }))}
          />
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
