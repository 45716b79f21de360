/** Carries out what was chosen for the missing pieces of a line, and says what became of it. */
import type { OrderDocument } from '#shared/domains/sales/queries/order.ts';
import type { ActionReply, CommandReply } from '#shared/protocol/bridge.ts';
import { bridge } from '../../../app/bridge.ts';
import { i18n, reasonText } from '../../../app/i18n.ts';
import { notify } from '../../../app/notices.ts';
import { useSyncStatus } from '../../../app/session.ts';
import { copyText } from '../../../app/shell/copy-text.ts';
import { leftOf, type OrderLine, sentFrom, type WayOut } from './ways-out.ts';

/** @returns the reply of `sales.settleShortage`; works without the network as every command does */
async function runSettling(order: OrderDocument['order'], line: OrderLine, way: WayOut): Promise<CommandReply> {
  const [changeId, second, third] = await bridge().newIds(3);
  const common = { choice: way.choice, changeId, lineId: line.id, backOrderedSeen: line.backOrdered };
  const more = () => {
    if (way.choice === 'otherWarehouse') {
      return { warehouseId: way.warehouseId, reservationId: second, availableSeen: way.available };
    }
    if (way.choice !== 'substitute') return {};
    const { productId, unitPrice, taxRate, available: availableSeen } = way.substitute;
    const priced = { unitPrice, listPrice: unitPrice, discount: 0, taxRate };
    const { backOrdered: quantity } = line;
    return { substitute: { id: third, reservationId: second, productId, quantity, ...priced, availableSeen } };
  };
  return bridge().command('sales.settleShortage', {
    orderId: order.id,
    dataAsOf: useSyncStatus.getState().status?.dataAsOf ?? null,
    lines: [{ ...common, ...more() }],
  });
}

/** What was done, with its figures. */
function titleOf({ number }: OrderDocument['order'], line: OrderLine, way: WayOut): string {
  const { productName: product, unit, backOrdered: missing } = line;
  const facts = { number, product, unit, missing, left: leftOf(line), ...sentFrom(way, line) };
  if (way.choice === 'otherWarehouse') {
    const key = facts.rest > 0 ? 'otherWarehouseSome' : 'otherWarehouse';
    return i18n.t(`sales.shortage.done.${key}`, { ...facts, warehouse: way.name });
  }
  if (way.choice === 'substitute') {
    return i18n.t('sales.shortage.done.substitute', { ...facts, substitute: way.substitute.name });
  }
  if (way.choice === 'cutLine' && facts.left === 0) return i18n.t('sales.shortage.done.takeOff', facts);
  return i18n.t(`sales.shortage.done.${way.choice}`, facts);
}

/**
 * Settles the line; what came otherwise than chosen is told at once.
 * @param message for the customer, put on the clipboard when it is done; null for none
 */
export async function settleLine(
  order: OrderDocument['order'],
  line: OrderLine,
  way: WayOut,
  message: string | null,
): Promise<ActionReply> {
  const reply = await runSettling(order, line, way);
  if (reply.state === 'rejected') return { ok: false, reason: reply.reason };
  if (message !== null) copyText(message);
  const isAdjusted = reply.state === 'adjusted';
  const sentences = () => [
    ...(isAdjusted ? reply.reasons.map(reasonText) : []),
    ...(message === null ? [] : [i18n.t('sales.shortage.copied')]),
  ];
  notify({
    tone: isAdjusted ? 'wait' : 'done',
    title: () => titleOf(order, line, way),
    text: isAdjusted || message !== null ? () => sentences().join(' ') : null,
    isHere: isAdjusted,
  });
  return { ok: true };
}
