/** How the company's documents look on paper (R112). */
import type { ModelRow } from './business-rows.ts';
import { applied, type ModelledRun, rejected } from './command-run.ts';

const papers = 'admin.managePapers';

/** Its parts by their names, whichever came first. */
const inOrder = (part: unknown): unknown => {
  if (Array.isArray(part)) return part.map(inOrder);
  if (typeof part !== 'object' || part === null) return part;
  const names = Object.keys(part).sort();
  return Object.fromEntries(names.map((name) => [name, inOrder(Reflect.get(part, name))]));
};

/** For the same paper of the same signer one alone is the default. */
const savePaperTemplate: ModelledRun = (rows, given, act) => {
  const { templateId: id, layout, ...told } = given as { templateId: string; layout: unknown } & ModelRow;
  const entity = told.legalEntityId === null ? undefined : rows.get('legalEntities', String(told.legalEntityId));
  if (told.legalEntityId !== null && (!entity || entity.deletedAt !== null)) return rejected('admin.entityGone', {});
  const known = rows.get('paperTemplates', id);
  if (known && known.deletedAt !== null) return rejected('admin.templateGone', {});
  const isSamePaper = (row: ModelRow) =>
    ['kind', 'language', 'size', 'legalEntityId'].every((column) => row[column] === told[column]);
  const defaults = rows.find('paperTemplates', (row) => row.id !== id && row.isDefault === 1 && row.deletedAt === null);
  if (told.isDefault === 1)
    for (const row of defaults.filter(isSamePaper)) rows.update('paperTemplates', row, { isDefault: 0 }, act);
  const columns = { ...told, layout: JSON.stringify(inOrder(layout)) };
  if (known) rows.update('paperTemplates', known, columns, act);
  else rows.insert('paperTemplates', { id, ...columns }, act);
  return applied;
};

const removePaperTemplate: ModelledRun = (rows, given, act) => {
  const { templateId } = given as { templateId: string };
  const known = rows.get('paperTemplates', templateId);
  if (!known || known.deletedAt !== null) return rejected('admin.templateGone', {});
  rows.update('paperTemplates', known, { deletedAt: act.now }, act);
  return applied;
};

/** By `name@version`: the right that it takes, and what it does. */
export const paperCommands: Readonly<Record<string, { readonly permission: string; readonly run: ModelledRun }>> = {
  'admin.savePaperTemplate@1': { permission: papers, run: savePaperTemplate },
  'admin.removePaperTemplate@1': { permission: papers, run: removePaperTemplate },
};
