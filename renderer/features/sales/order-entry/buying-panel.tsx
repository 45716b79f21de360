import { PlusOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerBuying } from '#shared/domains/sales/queries/customer-buying.ts';
import { useShortcut } from '../../../app/shortcuts.ts';
import { openTab } from '../../../app/tabs.ts';
import { DateOnly, Money, Quantity } from '../../../ui/format.tsx';
import { KeyCap } from '../../../ui/key-cap.tsx';
import { PanelHeading } from '../../../ui/page.tsx';

const SHOWN_USUAL = 5;

interface BuyingPanelProps {
  readonly buying: CustomerBuying;
  /** Products that the draft has already. */
  readonly onOrder: ReadonlySet<string>;
  readonly onAdd: (usual: CustomerBuying['usual'][number]) => void;
  readonly onRepeat: (orderId: string) => void;
}

/** What the customer usually buys and this order has not, and its last orders; one key repeats the newest. */
export function BuyingPanel({ buying, onOrder, onAdd, onRepeat }: BuyingPanelProps): ReactNode {
  const { t } = useTranslation();
  const [newest] = buying.lastOrders;
  const missing = buying.usual.filter((usual) => !onOrder.has(usual.productId)).slice(0, SHOWN_USUAL);
  const repeat = () => {
    if (newest) onRepeat(newest.id);
  };
  useShortcut('mod+r', repeat, { labelKey: 'sales.buying.repeat', enabled: newest !== undefined });
  if (!newest) return <p className="panel-empty">{t('sales.buying.none')}</p>;
  return (
    <>
      {missing.length > 0 ? (
        <section className="order-panel-section">
          <PanelHeading>{t('sales.buying.usual')}</PanelHeading>
          <ul className="buying-rows">
            {missing.map((usual) => (
              <li key={usual.productId}>
                <span>{usual.productCode}</span>
                <span className="ellipsis" title={usual.productName}>
                  {usual.productName}
                </span>
                <span className="order-figure text-2">
                  <Quantity value={usual.quantity} unit={usual.unit} />
                </span>
                <button
                  type="button"
                  className="panel-add"
                  aria-label={t('sales.buying.add', { product: `${usual.productCode} ${usual.productName}` })}
                  onClick={() => onAdd(usual)}
                >
                  <PlusOutlined />
                </button>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <section className="order-panel-section">
        <PanelHeading
          note={
            <button type="button" className="link-button" onClick={repeat} aria-keyshortcuts="Control+R">
              {t('sales.buying.repeat')} <KeyCap keys="mod+r" />
            </button>
          }
        >
          {t('sales.buying.last')}
        </PanelHeading>
        <ul className="buying-rows panel-last">
          {buying.lastOrders.map((order) => (
            <li key={order.id}>
              <span className="panel-date">
                <DateOnly value={order.orderedOn} short />
              </span>
              <button
                type="button"
                className="link-button ellipsis"
                onClick={() => openTab('order', { orderId: order.id })}
              >
                {order.number}
              </button>
              <span className="order-figure">
                <Money minor={order.totalMinor} currency={order.currency} bare />
              </span>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}
