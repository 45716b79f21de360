import { z } from 'zod';
import { idSchema } from '../../kernel/ids.ts';
import type { ImportField } from '../../kernel/import-fields.ts';
import { calendarDateSchema } from '../../kernel/instants.ts';
import { AMOUNT_LIMIT, currencySchema } from '../../kernel/money.ts';

/** Terms of payment that a new company starts with (R11); their names can be changed like any other's. */
export const defaultPaymentTerms = [
  { code: 'CASH', name: { zh: '现结', en: 'Cash' }, kind: 'cash', days: 0 },
  { code: 'NET30', name: { zh: '货到 30 天', en: 'Net 30 days' }, kind: 'net', days: 30 },
  { code: 'NET60', name: { zh: '货到 60 天', en: 'Net 60 days' }, kind: 'net', days: 60 },
  { code: 'EOM30', name: { zh: '月结 30 天', en: 'Month-end + 30 days' }, kind: 'monthEnd', days: 30 },
] as const;

/** In 1/10,000 of a major unit: within AMOUNT_LIMIT also where a currency has three decimals. */
const OPEN_AMOUNT_BOUND = AMOUNT_LIMIT * 10;
const amountCell = z.int().min(-OPEN_AMOUNT_BOUND).max(OPEN_AMOUNT_BOUND);

/** What opening day takes over of customers' accounts: what they owe, and what they paid ahead. */
export const openItemKinds = ['receivable', 'prepayment'] as const;

/** An open item as an import brings it; the customer's code and the document's number are the key. */
export const openItemImportRowSchema = z.strictObject({
  line: z.int().min(1),
  id: idSchema,
  customerCode: z.string().min(1).max(40),
  documentNumber: z.string().min(1).max(60),
  documentDate: calendarDateSchema,
  /** Null: by the customer's payment terms (R11). */
  dueOn: calendarDateSchema.nullable(),
  /** What the document was for, in 1/10,000 of a major unit; null: as much as is open. */
  amount: amountCell.nullable(),
  /** Below zero: a credit note that nobody has set off yet. */
  openAmount: amountCell,
  /** Null: the customer's. */
  currency: currencySchema.nullable(),
});
export type OpenItemImportRow = z.infer<typeof openItemImportRowSchema>;

const customerCode: ImportField = {
  name: 'customerCode',
  kind: 'text',
  required: true,
  maxLength: 40,
  isCode: true,
  headings: ['CustomerID', 'Customer code', 'Customer no', '客户编码', '客户编号', '客户代码'],
};
const currency: ImportField = {
  name: 'currency',
  kind: 'text',
  required: false,
  maxLength: 3,
  isCode: true,
  headings: ['Currency', '币种', '币别'],
};

export const receivableImportFields: readonly ImportField[] = [
  customerCode,
  {
    name: 'documentNumber',
    kind: 'text',
    required: true,
    maxLength: 60,
    isCode: true,
    headings: [
      'Invoice',
      'Invoice no',
      'Invoice number',
      'Document',
      'Document no',
      '单据号',
      '单据编号',
      '发票号',
      '发票号码',
      '应收单号',
    ],
  },
  {
    name: 'documentDate',
    kind: 'date',
    required: true,
    headings: ['Invoice date', 'Document date', 'Date', '单据日期', '开票日期', '日期'],
  },
  {
    name: 'dueOn',
    kind: 'date',
    required: false,
    headings: ['Due', 'Due date', 'Due on', '到期日', '到期日期', '应收日期'],
  },
  {
    name: 'amount',
    kind: 'amount',
    required: false,
    headings: ['Amount', 'Invoice amount', 'Total', '金额', '单据金额', '发票金额', '应收金额'],
  },
  {
    name: 'openAmount',
    kind: 'amount',
    required: true,
    headings: ['Open', 'Open amount', 'Outstanding', 'Balance', '未收金额', '未收', '余额', '应收余额', '未结金额'],
  },
  currency,
];

export const prepaymentImportFields: readonly ImportField[] = [
  customerCode,
  {
    name: 'documentNumber',
    kind: 'text',
    required: true,
    maxLength: 60,
    isCode: true,
    headings: [
      'Receipt',
      'Receipt no',
      'Payment',
      'Payment no',
      'Document no',
      '收款单号',
      '预收单号',
      '单据号',
      '单据编号',
    ],
  },
  {
    name: 'documentDate',
    kind: 'date',
    required: true,
    headings: ['Receipt date', 'Payment date', 'Document date', 'Date', '收款日期', '单据日期', '日期'],
  },
  {
    name: 'amount',
    kind: 'amount',
    required: false,
    headings: ['Amount', 'Received', 'Amount received', '收款金额', '预收金额', '金额'],
  },
  {
    name: 'openAmount',
    kind: 'amount',
    required: true,
    headings: [
      'Unapplied',
      'Unapplied amount',
      'Prepayment',
      'Prepaid balance',
      '未核销金额',
      '预收余额',
      '预收未核销',
      '预收款余额',
    ],
  },
  currency,
];
