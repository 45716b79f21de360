/** The company itself: its settings, territories, roles and people. */
import { batchOf, type Demo, type DemoBatch, type DemoPart, madeBy } from '../../../kernel/demo.ts';
import { addDays } from '../../../kernel/instants.ts';
import type { AuditColumns, Row } from '../../../kernel/table.ts';
import { defaultRoles, defaultSeries, limitKinds, type SettingKey } from '../model.ts';
import { chineseHolidays } from '../rules/chinese-holidays.ts';
import { demoAbsences, demoPeople, demoTeams, demoTerritories } from './people.ts';
import type { DemoPerson } from './story.ts';

/** The server itself, as it stands in the rows that nobody made. */
const SYSTEM_ID = '00000000-0000-7000-8000-000000000000';

const LARGE_CUSTOMERS = 1_000;

export const companyPart: DemoPart = {
  name: 'admin.company',
  after: [],
  begin: (demo) => ({ start: () => writeCompany(demo) }),
};

function* writeCompany(demo: Demo): Iterable<DemoBatch> {
  const { language, story } = demo;
  const { newId } = demo.source('admin.company');
  const at = demo.days[0].at(7 * 60);
  const audit = madeBy(SYSTEM_ID, at);
  yield batchOf(
    'settings',
    Object.entries(settingsOf(demo)).map(([id, value]) => ({ id, value, ...audit })),
  );

  const territories = demoTerritories.map(({ code, name }) => ({
    id: newId(at),
    code,
    name: name[language],
    ...audit,
  }));
  yield batchOf('territories', territories);
  const roles = defaultRoles.map(({ code }) => ({ id: newId(at), code, name: code, ...audit }));
  yield batchOf('roles', roles);
  yield batchOf(
    'rolePermissions',
    defaultRoles.flatMap(({ permissions }, index) =>
      permissions.map((permission) => ({ id: newId(at), roleId: roles[index]?.id ?? '', permission, ...audit })),
    ),
  );

  yield batchOf(
    'roleLimits',
    defaultRoles.flatMap(({ limits }, index) =>
      limitKinds.flatMap((kind) => {
        const value = limits[kind];
        return value === undefined ? [] : [{ id: newId(at), roleId: roles[index]?.id ?? '', kind, value, ...audit }];
      }),
    ),
  );

  const idOfTerritory = new Map(territories.map(({ code, id }) => [code as string, id]));
  const idOfRole = new Map(roles.map(({ code, id }) => [code as string, id]));
  const users: Row<'users'>[] = [];
  const scopes: Row<'userScopes'>[] = [];
  const people = new Map<string, DemoPerson>();
  for (const { login, name, roleCode, phone, deviceCode, standing, ...sees } of demoPeople) {
    const id = newId(at);
    users.push({
      id,
      login,
      name: name[language],
      roleId: idOfRole.get(roleCode) ?? '',
      active: standing === 'left' ? 0 : 1,
      phone,
      email: `${login}@rivertown.example`,
      ...audit,
    });
    people.set(login, { id, login, name: name[language], deviceCode });
    const seen = [
      ...sees.territories.map((code) => `territory:${idOfTerritory.get(code) ?? '*'}`),
      ...(sees.seesWarehouses ? ['warehouse:*'] : []),
    ];
    scopes.push(...seen.map((scope) => ({ id: newId(at), userId: id, scope, ...audit })));
  }
  yield batchOf('users', users);
  yield batchOf('userScopes', scopes);
  story.signerId = newId(at);
  yield batchOf('legalEntities', [{ id: story.signerId, ...signerOf(demo), ...audit }]);
  yield batchOf(
    'documentSeries',
    defaultSeries.map((series) => ({ id: newId(at), ...series, ...audit })),
  );
  yield batchOf(
    'holidays',
    chineseHolidays.map((said) => ({ id: newId(at), ...said, ...audit })),
  );

  const person = (login: string): DemoPerson => {
    const found = people.get(login);
    if (!found) throw new Error(`nobody is called ${login}`);
    return found;
  };
  story.person = person;
  story.territories = demoTerritories.map(({ code, weight }) => ({
    id: idOfTerritory.get(code) ?? '',
    code,
    weight,
    rep: person(demoPeople.find((each) => each.roleCode === 'rep' && each.territories.includes(code))?.login ?? 'zhou'),
  }));
  story.manager = person('zhang');
  story.decidesOn = (date) => {
    const away = demoAbsences.find(
      ({ login, from, to }) =>
        login === 'zhang' && addDays(demo.today, from) <= date && date <= addDays(demo.today, to),
    );
    return away ? { by: person(away.deputy), onBehalfOf: story.manager.id } : { by: story.manager, onBehalfOf: null };
  };
  story.storekeepers = [person('he'), person('lin')];
  const teams = demoTeams.map(({ code, name, leader }) => ({
    ...{ id: newId(at), name: name[language], code, leaderId: person(leader).id },
    ...audit,
  }));
  yield batchOf('teams', teams);
  yield batchOf(
    'teamMembers',
    demoTeams.flatMap(({ members }, index) =>
      members.map((login) => ({ id: newId(at), teamId: teams[index]?.id ?? '', userId: person(login).id, ...audit })),
    ),
  );
  story.team = { id: teams[0]?.id ?? '', name: teams[0]?.name ?? '' };
}

function signerOf({ language, currency }: Demo): Omit<Row<'legalEntities'>, 'id' | keyof AuditColumns> {
  const isChinese = language === 'zh';
  return {
    code: 'MAIN',
    name: isChinese ? '江城家居用品有限公司' : 'Rivertown Homeware Co., Ltd.',
    taxNumber: '91420100MA4K1F7X2P',
    address: isChinese ? '武汉市江汉区解放大道 688 号' : '688 Jiefang Avenue, Jianghan, Wuhan',
    phone: '027-8526 1100',
    bankName: isChinese ? '江城银行武汉分行' : 'Rivertown Bank, Wuhan Branch',
    bankAccount: '4200 1188 0650 5300 0271',
    logoHash: null,
    baseCurrency: currency,
    isDefault: 1,
    active: 1,
  };
}

function settingsOf({ language, currency, size }: Demo): Partial<Record<SettingKey, string>> {
  return {
    'company.name': language === 'zh' ? '江城家居用品' : 'Rivertown Homeware',
    'company.currency': currency,
    'company.utcOffsetMinutes': '480',
    'sales.priceMode': 'taxExclusive',
    // Who has been silent for a quarter is still seen with its rep; a large company is for measuring, nothing moves in it.
    'crm.poolDays': size.customers > LARGE_CUSTOMERS ? '0' : '180',
    'inventory.unit': language === 'zh' ? '件' : 'pc',
  };
}
