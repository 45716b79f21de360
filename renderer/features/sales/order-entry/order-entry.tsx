import { type ReactNode, useEffect } from 'react';
import type { ScreenProps } from '../../../app/feature.ts';
import { useTab } from '../../../app/tabs.ts';
import { useCompany } from '../../../ui/use-company.ts';
import { OrderPage } from '../order-page/order-page.tsx';
import { useOpenedDraft } from './open-draft.ts';
import { OrderEditor } from './order-editor.tsx';

/** The screen behind an order tab: a draft to write, or the order that it has become. */
export function OrderEntry({ params }: ScreenProps): ReactNode {
  const opened = useOpenedDraft(params);
  const company = useCompany();
  const tab = useTab();
  const draftId = opened?.state === 'draft' ? opened.id : null;
  useEffect(() => {
    if (draftId !== null) tab.setParams({ draftId });
  }, [tab, draftId]);
  if (!opened || !company) return null;
  if (opened.state === 'order') return <OrderPage params={{ orderId: opened.orderId }} />;
  return <OrderEditor key={opened.id} opened={opened} company={company} />;
}
