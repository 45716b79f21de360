import { z } from 'zod';
import { idSchema } from '../../kernel/ids.ts';
import type { ImportField } from '../../kernel/import-fields.ts';
import { AMOUNT_LIMIT, currencySchema } from '../../kernel/money.ts';

const optionalText = (maxLength: number) => z.string().max(maxLength).nullable();

/** In 1/10,000: within AMOUNT_LIMIT also where a currency has three decimals. */
const CREDIT_LIMIT_BOUND = AMOUNT_LIMIT * 10;

/** A customer as imports brought it first. */
export const customerImportRowFirstSchema = z.strictObject({
  line: z.int().min(1),
  /** Id of the row if it is new. */
  id: idSchema,
  code: z.string().min(1).max(40),
  name: z.string().min(1).max(200),
  taxNumber: optionalText(40),
  contactName: optionalText(120),
  contactTitle: optionalText(120),
  phone: optionalText(60),
  email: optionalText(200),
  address: optionalText(300),
  city: optionalText(120),
  region: optionalText(120),
  postalCode: optionalText(20),
  country: optionalText(80),
  /** 1/10,000 of the major unit of the customer's currency. */
  creditLimit: z.int().min(0).max(CREDIT_LIMIT_BOUND).nullable(),
  paymentTermsDays: z.int().min(0).max(365).nullable(),
});
export type CustomerImportRowFirst = z.infer<typeof customerImportRowFirstSchema>;

/** A customer as an import brings it; `code` is the key. Empty cells (null) leave what is known. */
export const customerImportRowSchema = z.strictObject({
  ...customerImportRowFirstSchema.shape,
  /** Id of the contact if it is new. */
  contactId: idSchema,
  /** R66: login or name of the person who has the customer. */
  ownerLogin: optionalText(100),
  /** R11: code or name of the terms. */
  paymentTerms: optionalText(60),
  /** Code or name. */
  territory: optionalText(60),
  currency: currencySchema.nullable(),
});
export type CustomerImportRow = z.infer<typeof customerImportRowSchema>;

/** A person at a customer as an import brings it; the customer's code and the name are the key. */
export const contactImportRowSchema = z.strictObject({
  line: z.int().min(1),
  id: idSchema,
  customerCode: z.string().min(1).max(40),
  name: z.string().min(1).max(120),
  title: optionalText(120),
  phone: optionalText(60),
  email: optionalText(200),
  isPrimary: z.union([z.literal(0), z.literal(1)]).nullable(),
  note: optionalText(500),
});

/** Fields of the customer import and the headings that other systems give them. */
export const customerImportFields: readonly ImportField[] = [
  {
    name: 'code',
    kind: 'text',
    required: true,
    maxLength: 40,
    isCode: true,
    headings: ['CustomerID', 'Customer code', 'Customer no', 'No', '客户编码', '客户编号', '客户代码', '编码', '编号'],
  },
  {
    name: 'name',
    kind: 'text',
    required: true,
    headings: ['CompanyName', 'Customer', 'Customer name', 'Company', '客户名称', '名称', '公司名称'],
  },
  {
    name: 'taxNumber',
    kind: 'text',
    required: false,
    maxLength: 40,
    isCode: true,
    headings: ['Tax number', 'VAT ID', 'Tax ID', '税号', '统一社会信用代码', '纳税人识别号'],
  },
  {
    name: 'contactName',
    kind: 'text',
    required: false,
    maxLength: 120,
    headings: ['ContactName', 'Contact', '联系人'],
  },
  { name: 'contactTitle', kind: 'text', required: false, maxLength: 120, headings: ['ContactTitle', 'Title', '职务'] },
  {
    name: 'phone',
    kind: 'text',
    required: false,
    maxLength: 60,
    headings: ['Phone', 'Telephone', 'Mobile', '电话', '手机', '联系电话'],
  },
  { name: 'email', kind: 'text', required: false, headings: ['E-mail', 'Mail', '邮箱'] },
  { name: 'address', kind: 'text', required: false, maxLength: 300, headings: ['Address', 'Street', '地址'] },
  { name: 'city', kind: 'text', required: false, maxLength: 120, headings: ['City', '城市'] },
  {
    name: 'region',
    kind: 'text',
    required: false,
    maxLength: 120,
    headings: ['Region', 'State', 'Province', '省份', '省'],
  },
  {
    name: 'postalCode',
    kind: 'text',
    required: false,
    maxLength: 20,
    headings: ['PostalCode', 'ZIP', 'Postcode', '邮编'],
  },
  { name: 'country', kind: 'text', required: false, maxLength: 80, headings: ['Country', '国家'] },
  {
    name: 'creditLimit',
    kind: 'amount',
    required: false,
    headings: ['CreditLimit', 'Credit limit', '信用额度', '额度'],
  },
  {
    name: 'paymentTermsDays',
    kind: 'integer',
    required: false,
    headings: ['PaymentDays', 'Payment days', 'Net days', '账期', '账期天数', '账期(天)'],
  },
  {
    name: 'ownerLogin',
    kind: 'text',
    required: false,
    maxLength: 100,
    isCode: true,
    headings: [
      'Owner',
      'Owner login',
      'Sales rep',
      'Rep',
      'Salesperson',
      '负责人',
      '负责人账号',
      '业务员',
      '业务员账号',
      '销售员',
    ],
  },
  {
    name: 'paymentTerms',
    kind: 'text',
    required: false,
    maxLength: 60,
    headings: ['Payment terms', 'Terms', 'Terms code', '付款条件', '结算方式', '收款条件'],
  },
  {
    name: 'territory',
    kind: 'text',
    required: false,
    maxLength: 60,
    headings: ['Territory', 'Sales area', 'Sales region', '销售区域', '片区', '区域', '大区'],
  },
  {
    name: 'currency',
    kind: 'text',
    required: false,
    maxLength: 3,
    isCode: true,
    headings: ['Currency', '币种', '币别'],
  },
];

/** People at customers: a file of its own, several a customer. */
export const contactImportFields: readonly ImportField[] = [
  {
    name: 'customerCode',
    kind: 'text',
    required: true,
    maxLength: 40,
    isCode: true,
    headings: ['CustomerID', 'Customer code', 'Customer no', '客户编码', '客户编号', '客户代码'],
  },
  {
    name: 'name',
    kind: 'text',
    required: true,
    maxLength: 120,
    headings: ['Contact', 'ContactName', 'Contact person', 'Name', '联系人', '联系人姓名', '姓名'],
  },
  {
    name: 'title',
    kind: 'text',
    required: false,
    maxLength: 120,
    headings: ['ContactTitle', 'Title', 'Job title', '职务', '职位'],
  },
  {
    name: 'phone',
    kind: 'text',
    required: false,
    maxLength: 60,
    headings: ['Phone', 'Telephone', 'Mobile', '电话', '手机', '手机号', '联系电话'],
  },
  { name: 'email', kind: 'text', required: false, headings: ['E-mail', 'Mail', '邮箱', '电子邮箱'] },
  {
    name: 'isPrimary',
    kind: 'yesNo',
    required: false,
    headings: ['Primary', 'Main contact', 'Is primary', '主联系人', '是否主联系人', '首要联系人'],
  },
  { name: 'note', kind: 'text', required: false, maxLength: 500, headings: ['Note', 'Remarks', '备注'] },
];
