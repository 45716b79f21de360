import { expect, it } from 'vitest';
import { featuresApart } from './06-features-apart.ts';
import { feed } from './feed.ts';

it.each([
  [
    'another feature',
    'renderer/features/sales/order-entry.tsx',
    `import { CustomerCard } from '../crm/customer-card.tsx';`,
  ],
  [
    'a type of another feature',
    'renderer/features/sales/order-entry.tsx',
    `import type { Card } from '../crm/index.ts';`,
  ],
  ['a feature from ui', 'renderer/ui/customer-picker.tsx', `import { Card } from '../features/crm/customer-card.tsx';`],
  ['a feature by name from app', 'renderer/app/routes.tsx', `import sales from '../features/sales/index.ts';`],
])('refuses %s', (_what, path, text) => {
  expect(feed(featuresApart, { [path]: text })).toHaveLength(1);
});

it('refuses @import in a style sheet, and a text of another feature', () => {
  const files = {
    'renderer/features/sales/order.css': "/* @import is not used */\n@import '../crm/customer.css';",
    'renderer/features/crm/locales/en.json': '{"crm":{"name":"Name"},"commands":{"crm":{"merge":"Merge"}}}',
    'renderer/features/sales/page.tsx': `export const a = [t('crm.name'), t(\`crm.\${key}\`), t('commands.crm.merge'), t('sales.x')];`,
  };
  expect(feed(featuresApart, files)).toEqual([
    expect.stringContaining('renderer/features/sales/order.css:2 @import'),
    expect.stringContaining('takes a text of feature crm'),
    expect.stringContaining('takes a text of feature crm'),
  ]);
});

it('lets a feature import itself, ui and app, and app find features by glob', () => {
  const files = {
    'renderer/features/sales/order-entry.tsx': `
      import { lineTotals } from './line-totals.ts';
      import { LineGrid } from '../../ui/line-grid.tsx';
      import { useCommand } from '../../app/use-command.ts';
    `,
    'renderer/ui/customer-picker.tsx': `import { useQuery } from '../app/use-query.ts';`,
    'renderer/app/routes.tsx': `export const found = import.meta.glob('../features/*/index.ts', { eager: true });`,
  };
  expect(feed(featuresApart, files)).toEqual([]);
});
