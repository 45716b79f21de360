import type { InBoth } from '../../../kernel/demo.ts';

/** Someone who works in the demo company. */
export interface DemoColleague {
  readonly login: string;
  readonly name: InBoth;
  readonly roleCode: 'rep' | 'manager' | 'warehouse';
  /** Codes of territories, or '*' for all. */
  readonly territories: readonly string[];
  readonly seesWarehouses: boolean;
  /** Part of the numbers of this person's documents. No device is ever given a code with a 1 in it. */
  readonly deviceCode: string;
  /** Someone can sign in as this person. The passwords are no secrets: the sign-in screen shows these people. */
  readonly password: string | null;
}

export const demoPeople: readonly DemoColleague[] = [
  {
    login: 'zhou',
    name: { zh: '周文斌', en: 'Zhou Wenbin' },
    roleCode: 'rep',
    territories: ['HB'],
    seesWarehouses: false,
    deviceCode: 'K1',
    password: 'satchel-zhou',
  },
  {
    login: 'chen',
    name: { zh: '陈静', en: 'Chen Jing' },
    roleCode: 'rep',
    territories: ['HN'],
    seesWarehouses: false,
    deviceCode: 'M1',
    password: 'satchel-chen',
  },
  {
    login: 'liu',
    name: { zh: '刘洋', en: 'Liu Yang' },
    roleCode: 'rep',
    territories: ['HA', 'AH'],
    seesWarehouses: false,
    deviceCode: 'P1',
    password: null,
  },
  {
    login: 'wu',
    name: { zh: '吴倩', en: 'Wu Qian' },
    roleCode: 'rep',
    territories: ['JX', 'CQ'],
    seesWarehouses: false,
    deviceCode: 'R1',
    password: null,
  },
  {
    login: 'he',
    name: { zh: '何志强', en: 'He Zhiqiang' },
    roleCode: 'warehouse',
    territories: [],
    seesWarehouses: true,
    deviceCode: 'W1',
    password: 'satchel-he',
  },
  {
    login: 'lin',
    name: { zh: '林浩', en: 'Lin Hao' },
    roleCode: 'warehouse',
    territories: [],
    seesWarehouses: true,
    deviceCode: 'X1',
    password: null,
  },
  {
    login: 'zhang',
    name: { zh: '张敏', en: 'Zhang Min' },
    roleCode: 'manager',
    territories: ['*'],
    seesWarehouses: true,
    deviceCode: 'Z1',
    password: 'satchel-zhang',
  },
];

/** Territories over central China; `weight`: how many of a hundred customers are there. */
export const demoTerritories = [
  { code: 'HB', name: { zh: '湖北', en: 'Hubei' }, weight: 36 },
  { code: 'HN', name: { zh: '湖南', en: 'Hunan' }, weight: 22 },
  { code: 'HA', name: { zh: '河南', en: 'Henan' }, weight: 14 },
  { code: 'AH', name: { zh: '安徽', en: 'Anhui' }, weight: 10 },
  { code: 'JX', name: { zh: '江西', en: 'Jiangxi' }, weight: 10 },
  { code: 'CQ', name: { zh: '重庆', en: 'Chongqing' }, weight: 8 },
] as const;

export type DemoTerritoryCode = (typeof demoTerritories)[number]['code'];

/** Who looks after large customers together. */
export const demoTeam = {
  code: 'KEY',
  name: { zh: '大客户组', en: 'Key accounts' },
  leader: 'zhang',
  members: ['zhou', 'chen', 'zhang'],
} as const;
