/** Files with the same headings that are read in one way, then in another. */
import type { CommandGenerator, GeneratorView } from '../../../kernel/simulation.ts';

export const generators: readonly CommandGenerator[] = [
  { name: 'admin.rememberMapping', weight: 1, roles: ['manager', 'administrator'], make: rememberMapping },
];

async function rememberMapping(view: GeneratorView) {
  const { random } = view;
  const columns = { code: random.between(0, 2), name: random.chance(80) ? 3 : null };
  const headings = random.oneOf(['no|art|x', '编码|名称']);
  const args = { id: view.newId(), kind: random.oneOf(['customers', 'products']), headings, columns };
  return { name: 'admin.rememberMapping', args };
}
