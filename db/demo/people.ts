import type { DemoLanguage } from './language.ts';

/** Someone who can sign in to the demo company. The passwords are no secrets: the sign-in screen shows these people. */
export interface DemoPerson {
  readonly login: string;
  readonly password: string;
  readonly name: Readonly<Record<DemoLanguage, string>>;
  readonly roleCode: 'rep' | 'manager' | 'warehouse';
  /** Codes of territories, or '*' for all. */
  readonly territories: readonly string[];
  readonly warehouses: readonly string[];
}

export const demoPeople: readonly DemoPerson[] = [
  {
    login: 'zhou',
    password: 'satchel-zhou',
    name: { zh: '周文斌', en: 'Zhou Wenbin' },
    roleCode: 'rep',
    territories: ['HB'],
    warehouses: [],
  },
  {
    login: 'chen',
    password: 'satchel-chen',
    name: { zh: '陈静', en: 'Chen Jing' },
    roleCode: 'rep',
    territories: ['HN'],
    warehouses: [],
  },
  {
    login: 'he',
    password: 'satchel-he',
    name: { zh: '何志强', en: 'He Zhiqiang' },
    roleCode: 'warehouse',
    territories: [],
    warehouses: ['*'],
  },
  {
    login: 'zhang',
    password: 'satchel-zhang',
    name: { zh: '张敏', en: 'Zhang Min' },
    roleCode: 'manager',
    territories: ['*'],
    warehouses: ['*'],
  },
];
