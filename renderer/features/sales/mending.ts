import { inPlace, type Mendings } from '../../app/mending.ts';
import { openTab } from '../../app/tabs.ts';

const step = { words: 'sales.mending.step' } as const;

/** What to do about rejected commands of orders; their pages are opened by `orderId`, which they all hold. */
export const mending: Mendings = {
  'sales.confirmOrder': {
    words: 'sales.mending.order',
    amend: { open: ({ commandId }) => void openTab('orderEntry', { amends: commandId }) },
  },
  'sales.cancelOrder': step,
  'sales.closeShort': step,
  'sales.settleShortage': step,
  'sales.setDeliveryTerms': { words: 'sales.mending.terms', isAgain: true },
  'sales.askApproval': { words: 'sales.mending.approval', isAgain: true },
  'sales.enterApprovalCode': { words: 'sales.mending.approval' },
  'sales.moveReservation': { words: 'sales.mending.reservation', place: inPlace('order', 'fromOrderId', 'orderId') },
};
