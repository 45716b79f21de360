import { expect, it } from 'vitest';
import { newId } from '../../../../tests/support/company.ts';
import { eachDatabase } from '../../../../tests/support/databases.ts';
import { makePeople } from '../../../../tests/support/people.ts';
import { defaultLayout } from '../../../kernel/papers/default-layouts.ts';
import { removePaperTemplate } from './remove-paper-template.ts';
import { savePaperTemplate } from './save-paper-template.ts';

const template = (change: object = {}) => ({
  ...{ templateId: newId(), kind: 'deliveryNote', language: 'zh', size: 'a4', legalEntityId: null, name: '送货单' },
  ...{ isDefault: 1, active: 1, layout: defaultLayout('deliveryNote', 'a4'), ...change },
});

eachDatabase('server', (current) => {
  it('R112 one layout is the default for a paper of a signer; another default takes its place', async () => {
    const { runAs } = await makePeople(current());
    const save = (change: object) => runAs('administrator', savePaperTemplate, template(change));
    const first = newId();
    expect(await save({ templateId: first })).toMatchObject({ state: 'applied' });
    await save({ language: 'en', name: 'English' });
    await save({ name: 'Second' });
    await save({
      templateId: first,
      name: 'Renamed',
      isDefault: 0,
      layout: { ...defaultLayout('deliveryNote', 'a4'), terms: ['x'] },
    });
    const rows = await current().kysely.selectFrom('paperTemplates').selectAll().orderBy('name').execute();
    expect(rows.map(({ name, isDefault }) => [name, isDefault])).toEqual([
      ['English', 1],
      ['Renamed', 0],
      ['Second', 1],
    ]);
    expect(JSON.parse(rows[1]?.layout ?? '')).toMatchObject({ terms: ['x'] });
  });

  it('R112 R113 a layout for nobody and one that went are refused; a rep keeps none', async () => {
    const { runAs } = await makePeople(current());
    const save = (change: object) => runAs('administrator', savePaperTemplate, template(change));
    expect(await save({ legalEntityId: newId() })).toMatchObject({ reason: { code: 'admin.entityGone' } });
    expect(await runAs('rep', savePaperTemplate, template())).toMatchObject({ state: 'rejected' });
    const templateId = newId();
    await save({ templateId });
    const remove = () => runAs('administrator', removePaperTemplate, { templateId });
    expect(await remove()).toMatchObject({ state: 'applied' });
    expect(await remove()).toMatchObject({ reason: { code: 'admin.templateGone' } });
    expect(await save({ templateId })).toMatchObject({ reason: { code: 'admin.templateGone' } });
  });
});
