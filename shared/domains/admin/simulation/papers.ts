/** What the company's papers look like, as an administrator changes it: also twice, and what another took away. */
import { defaultLayout } from '../../../kernel/papers/default-layouts.ts';
import { templateKinds } from '../../../kernel/papers/layout.ts';
import { paperSizeNames } from '../../../kernel/papers/paper-sizes.ts';
import type { CommandGenerator, GeneratorView } from '../../../kernel/simulation.ts';

const administrators = ['administrator'];

export const generators: readonly CommandGenerator[] = [
  { name: 'admin.savePaperTemplate', weight: 1, roles: administrators, make: savePaperTemplate },
  { name: 'admin.removePaperTemplate', weight: 1, roles: administrators, make: removePaperTemplate },
];

async function savePaperTemplate(view: GeneratorView) {
  const { random, db } = view;
  const [known] = random.some(await db.selectFrom('paperTemplates').select('id').orderBy('id').execute(), 1);
  const entities = await db.selectFrom('legalEntities').select('id').orderBy('id').execute();
  const [entity] = random.chance(40) ? random.some(entities, 1) : [];
  const kind = random.oneOf(templateKinds);
  const size = random.oneOf(paperSizeNames);
  const layout = { ...defaultLayout(kind, size), notes: random.chance(50) ? [`注 ${random.between(1, 99)}`] : [] };
  const args = {
    templateId: known && random.chance(50) ? known.id : view.newId(),
    ...{ kind, language: random.oneOf(['zh', 'en']), size },
    // Now and then one that nobody knows.
    legalEntityId: random.chance(5) ? view.newId() : (entity?.id ?? null),
    name: `模板 ${random.between(1, 99)}`,
    isDefault: random.chance(70) ? 1 : 0,
    active: random.chance(80) ? 1 : 0,
    layout,
  };
  return { name: 'admin.savePaperTemplate', args };
}

async function removePaperTemplate(view: GeneratorView) {
  const { random, db } = view;
  const [known] = random.some(await db.selectFrom('paperTemplates').select('id').orderBy('id').execute(), 1);
  return { name: 'admin.removePaperTemplate', args: { templateId: known?.id ?? view.newId() } };
}
