import { z } from 'zod';
import { idSchema } from '../../kernel/ids.ts';
import type { ImportField } from '../../kernel/import-fields.ts';
import { AMOUNT_LIMIT } from '../../kernel/money.ts';

const optionalText = (maxLength: number) => z.string().max(maxLength).nullable();

/** In 1/10,000: within AMOUNT_LIMIT also where a currency has three decimals. */
const CREDIT_LIMIT_BOUND = AMOUNT_LIMIT * 10;

/** A customer as an import brings it; `code` is the key. */
export const customerImportRowSchema = z.strictObject({
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
export type CustomerImportRow = z.infer<typeof customerImportRowSchema>;

/** Fields of the customer import and the headings that other systems give them. */
export const customerImportFields: readonly ImportField[] = [
  {
    name: 'code',
    kind: 'text',
    required: true,
    maxLength: 40,
    headings: ['CustomerID', 'Customer code', 'Customer no', 'No', '客户编码', '客户编号', '编码'],
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
    headings: ['Tax number', 'VAT ID', 'Tax ID', '税号', '统一社会信用代码'],
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
    headings: ['PaymentDays', 'Payment terms', 'Net days', '账期', '账期天数'],
  },
];
