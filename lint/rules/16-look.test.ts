import { expect, it } from 'vitest';
import { look } from './16-look.ts';
import { feed } from './feed.ts';

const screen = 'renderer/features/sales/order-entry.tsx';

it.each([
  ['a hex colour', screen, `export const A = () => <p style={{ color: '#0b6b66' }} />;`],
  ['a hex colour inside a value', 'renderer/ui/bar.tsx', `export const line = '1px solid #fff';`],
  ['a hex colour of a drawing', 'renderer/ui/bar.tsx', `export const A = () => <path fill="#B42318" />;`],
  ['rgb()', 'renderer/app/shell.tsx', `export const shade = 'rgba(0, 0, 0, .5)';`],
  ['a colour by its name', screen, `export const A = () => <p style={{ background: 'white' }} />;`],
  ['a colour of a tag', screen, `export const A = () => <Tag color="volcano" />;`],
  ['pixels in a style', screen, `export const A = () => <p style={{ marginTop: 8 }} />;`],
  ['negative pixels', screen, `export const A = () => <p style={{ marginLeft: -4 }} />;`],
  ['pixels in a text', screen, `export const A = () => <p style={{ padding: '0 12px' }} />;`],
  ['pixels in nested styles', screen, `export const A = () => <Card styles={{ body: { padding: 12 } }} />;`],
  ['pixels in a named style', screen, `const side: CSSProperties = { fontSize: 11 };\nexport const A = side;`],
  ['a gap', screen, `export const A = () => <Flex gap={8} />;`],
])('refuses %s', (_what, path, text) => {
  expect(feed(look, { [path]: text })).toHaveLength(1);
});

it('refuses colours and pixels in CSS', () => {
  expect(feed(look, { 'renderer/ui/grid.css': '.a {\n  color: #123456;\n}' })).toEqual([
    expect.stringContaining('grid.css:2'),
  ]);
  expect(feed(look, { 'renderer/features/sales/order.css': '.a { padding: 4px 12px; }' })).toHaveLength(2);
  expect(feed(look, { 'renderer/features/sales/order.css': '.a {\n  font-size: 11px;\n}' })).toEqual([
    expect.stringContaining('order.css:2'),
  ]);
});

it('lets the theme hold them, screens use their names, and content have its widths', () => {
  const files = {
    'renderer/app/theme/tokens.ts': `export const accent = '#0B6B66';\nexport const gap = 8;`,
    'renderer/app/theme/base.css': ':root { --accent: #0B6B66; }',
    'renderer/features/sales/order.css':
      '/* #123 */\n#add .b { border: 1px solid var(--line); padding: var(--space-2); margin: 0; width: 304px; grid-template-columns: 28px 1fr; }',
    'renderer/ui/grid.css': '.a { height: 32px; }',
    [screen]: `
      export const columns = [{ title: t('x'), width: 120 }];
      export const A = () => (
        <a href="#top" id="row-#1" style={{ marginTop: 0, flex: 1, zIndex: 2, width: 304, color: 'var(--text2)' }}>
          <Tag color={tone} />
          <List rows={8} height={320} />
        </a>
      );
    `,
  };
  expect(feed(look, files)).toEqual([]);
});
