import type { LedgerEntry } from '#shared/protocol/ledger-bridge.ts';
import { argsOf, inPlace, type Mendings } from '../../app/mending.ts';
import { openTab } from '../../app/tabs.ts';

const step = { words: 'sales.mending.step' } as const;

/** A closed or cancelled order is never changed any more: it goes on as another one. */
const copied = {
  'sales.orderNotOpen': {
    labelKey: 'sales.order.copy',
    open: (entry: LedgerEntry) => {
      const { orderId } = argsOf(entry);
      if (typeof orderId === 'string') openTab('orderEntry', { copyOf: orderId });
    },
  },
};

/** What to do about rejected commands of orders; their pages are opened by `orderId`, which they all hold. */
export const mending: Mendings = {
  'sales.confirmOrder': {
    words: 'sales.mending.order',
    amend: { open: ({ commandId }) => void openTab('orderEntry', { amends: commandId }) },
  },
  'sales.cancelOrder': step,
  'sales.closeShort': step,
  'sales.settleShortage': { ...step, instead: copied },
  'sales.setDeliveryTerms': { words: 'sales.mending.terms', isAgain: true, instead: copied },
  'sales.askApproval': { words: 'sales.mending.approval', isAgain: true },
  'sales.enterApprovalCode': { words: 'sales.mending.approval' },
  'sales.moveReservation': { words: 'sales.mending.reservation', place: inPlace('order', 'fromOrderId', 'orderId') },
};
