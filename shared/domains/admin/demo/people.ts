import type { InBoth } from '../../../kernel/demo.ts';
import type { roleCodes } from '../model.ts';

/** Someone who works in the demo company. */
export interface DemoColleague {
  readonly login: string;
  readonly name: InBoth;
  readonly roleCode: (typeof roleCodes)[number];
  readonly phone: string;
  /** Codes of territories, or '*' for all. */
  readonly territories: readonly string[];
  readonly seesWarehouses: boolean;
  /** Part of the numbers of this person's documents. No device is ever given a code with a 1 in it. */
  readonly deviceCode: string;
  /** Someone can sign in as this person. The passwords are no secrets: the sign-in screen shows these people. */
  readonly password: string | null;
  /** How it stands with who is not simply at work; `lapsed`: invited, and the code has run out. */
  readonly standing?: 'invited' | 'lapsed' | 'left';
}

export const demoPeople: readonly DemoColleague[] = [
  {
    login: 'zhou',
    name: { zh: '周文斌', en: 'Zhou Wenbin' },
    roleCode: 'rep',
    phone: '138 7100 2041',
    territories: ['HB'],
    seesWarehouses: false,
    deviceCode: 'K1',
    password: 'satchel-zhou',
  },
  {
    login: 'chen',
    name: { zh: '陈静', en: 'Chen Jing' },
    roleCode: 'rep',
    phone: '139 7481 3356',
    territories: ['HN'],
    seesWarehouses: false,
    deviceCode: 'M1',
    password: 'satchel-chen',
  },
  {
    login: 'liu',
    name: { zh: '刘洋', en: 'Liu Yang' },
    roleCode: 'rep',
    phone: '137 0371 6620',
    territories: ['HA', 'AH'],
    seesWarehouses: false,
    deviceCode: 'P1',
    password: null,
  },
  {
    login: 'wu',
    name: { zh: '吴倩', en: 'Wu Qian' },
    roleCode: 'rep',
    phone: '136 9791 4408',
    territories: ['JX', 'CQ'],
    seesWarehouses: false,
    deviceCode: 'R1',
    password: null,
  },
  {
    login: 'he',
    name: { zh: '何志强', en: 'He Zhiqiang' },
    roleCode: 'warehouse',
    phone: '027-8526 1120',
    territories: [],
    seesWarehouses: true,
    deviceCode: 'W1',
    password: 'satchel-he',
  },
  {
    login: 'lin',
    name: { zh: '林浩', en: 'Lin Hao' },
    roleCode: 'warehouse',
    phone: '0731-8446 2015',
    territories: [],
    seesWarehouses: true,
    deviceCode: 'X1',
    password: 'satchel-lin',
  },
  {
    login: 'zhang',
    name: { zh: '张敏', en: 'Zhang Min' },
    roleCode: 'manager',
    phone: '138 7100 2001',
    territories: ['*'],
    seesWarehouses: true,
    deviceCode: 'Z1',
    password: 'satchel-zhang',
  },
  {
    login: 'gao',
    name: { zh: '高明', en: 'Gao Ming' },
    roleCode: 'administrator',
    phone: '138 7100 2009',
    territories: ['*'],
    seesWarehouses: true,
    deviceCode: 'A1',
    password: 'satchel-gao',
  },
  {
    login: 'xu',
    name: { zh: '徐丽', en: 'Xu Li' },
    roleCode: 'finance',
    phone: '027-8526 1130',
    territories: ['*'],
    seesWarehouses: true,
    deviceCode: 'F1',
    password: 'satchel-xu',
  },
  {
    login: 'ma',
    name: { zh: '马晓燕', en: 'Ma Xiaoyan' },
    roleCode: 'service',
    phone: '027-8526 1140',
    territories: ['*'],
    seesWarehouses: true,
    deviceCode: 'S1',
    password: null,
  },
  {
    login: 'sun',
    name: { zh: '孙悦', en: 'Sun Yue' },
    roleCode: 'marketing',
    phone: '138 7100 2063',
    territories: ['*'],
    seesWarehouses: false,
    deviceCode: 'N1',
    password: null,
  },
  {
    login: 'luo',
    name: { zh: '罗佳', en: 'Luo Jia' },
    roleCode: 'rep',
    phone: '135 5418 7702',
    territories: ['AH'],
    seesWarehouses: false,
    deviceCode: 'L1',
    password: null,
    standing: 'invited',
  },
  {
    login: 'song',
    name: { zh: '宋凯', en: 'Song Kai' },
    roleCode: 'warehouse',
    phone: '133 4999 5160',
    territories: [],
    seesWarehouses: true,
    deviceCode: 'G1',
    password: null,
    standing: 'lapsed',
  },
  {
    login: 'tang',
    name: { zh: '唐波', en: 'Tang Bo' },
    roleCode: 'rep',
    phone: '139 7481 3340',
    territories: ['HN'],
    seesWarehouses: false,
    deviceCode: 'T1',
    password: null,
    standing: 'left',
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

/** Who works together; the first team has customers, large ones. */
export const demoTeams = [
  {
    code: 'KEY',
    name: { zh: '大客户组', en: 'Key accounts' },
    leader: 'zhang',
    members: ['zhou', 'chen', 'zhang'],
  },
  { code: 'DIS', name: { zh: '渠道组', en: 'Distributors' }, leader: 'liu', members: ['liu', 'wu'] },
  { code: 'CARE', name: { zh: '客户关怀组', en: 'Customer care' }, leader: 'ma', members: ['ma', 'sun', 'xu'] },
] as const;

/** Who is away, by days from today, and who decides meanwhile. */
export const demoAbsences = [
  { login: 'liu', deputy: 'wu', from: -2, to: 5, note: { zh: '年假', en: 'Annual leave' } },
  { login: 'zhang', deputy: 'gao', from: 9, to: 13, note: { zh: '广州展会', en: 'Trade fair in Guangzhou' } },
  { login: 'zhang', deputy: 'gao', from: -68, to: -63, note: { zh: '年假', en: 'Annual leave' } },
  { login: 'he', deputy: 'lin', from: -40, to: -36, note: { zh: '培训', en: 'Training' } },
] as const;

/** Limits that are somebody's own; the role's stand in the model. */
export const demoOwnLimits = [
  { login: 'chen', kind: 'roundingDown', value: 2_000 },
  { login: 'zhang', kind: 'creditRelease', value: 10_000_000 },
] as const;
