import { expect, it } from 'vitest';
import { hardCodedText } from './15-hard-coded-text.ts';
import { feed } from './feed.ts';

const path = 'renderer/features/sales/order-entry.tsx';
const feedText = (text: string): string[] => feed(hardCodedText, { [path]: text });

it.each([
  ['text between tags', 'export const A = () => <p>Order</p>;'],
  ['text beside a value', 'export const A = ({ n }: P) => <p>{n} lines</p>;'],
  ['text in braces', "export const A = () => <p>{'Order'}</p>;"],
  ['text in a condition', "export const A = ({ on }: P) => <p>{on ? 'online' : t('shell.offline')}</p>;"],
  ['text in a template', `export const A = ({ n }: P) => <p>{\`\${n} lines\`}</p>;`],
  ['a placeholder', 'export const A = () => <input placeholder="type to search" />;'],
  ['a label for a screen reader', 'export const A = () => <button aria-label="close" type="button" />;'],
  ['a title in a condition', "export const A = ({ on }: P) => <i title={on ? 'Sent' : t('x')} />;"],
  ['a label of a component', 'export const A = () => <Field label="Delivery date" />;'],
  ['a title of a column', "export const columns = [{ title: 'Quantity', dataIndex: 'quantity' }];"],
  ['a text of a notice', "export const done = () => notify({ tone: 'done', title: 'Order confirmed' });"],
  ['Chinese anywhere', "export const name = ['订单'];"],
])('refuses %s', (_what, text) => {
  expect(feedText(text)).toHaveLength(1);
});

it('lets pass texts from the locales, signs, figures, key caps, keys and technical values', () => {
  const text = `
    export const columns = [{ title: t('sales.quantity'), dataIndex: 'quantity', label: 'sales.quantity' }];
    export const A = ({ amount, open }: P) => (
      <section className="order" aria-label={t('sales.order')} data-state="open" role="group">
        {t('sales.total')} · {amount} – 100% <kbd>Ctrl+Enter</kbd>
        <Field label="sales.deliveryDate" type="text" placeholder={t('sales.typeOrScan')} />
        {open && <i title={t('sales.open')} />}
      </section>
    );
    export function check(value: unknown) { if (!value) throw new Error('Order without a customer'); }
  `;
  expect(feedText(text)).toEqual([]);
});
