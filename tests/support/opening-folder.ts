/**
 * The folder of a company that opens: Excel files and a CSV with seven tables, as other systems export them: Chinese and
 * English headings mixed, a title above one, dates in four forms, thousands separators, full-width characters. Made from
 * the Northwind company and real company names.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import Papa from 'papaparse';
import { northwindFolder, readNorthwind } from './northwind-files.ts';

type Cells = readonly (string | number)[];

export interface OpeningFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const escapeXml = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

const letters = (column: number): string => String.fromCharCode(65 + column);

function sheetXml(rows: readonly Cells[]): string {
  const lines = rows.map((cells, at) => {
    const line = cells.map((cell, column) => {
      const place = `${letters(column)}${at + 1}`;
      if (typeof cell === 'number') return `<c r="${place}"><v>${cell}</v></c>`;
      return cell === '' ? '' : `<c r="${place}" t="inlineStr"><is><t>${escapeXml(cell)}</t></is></c>`;
    });
    return `<row r="${at + 1}">${line.join('')}</row>`;
  });
  return `<worksheet><sheetData>${lines.join('')}</sheetData></worksheet>`;
}

/** A workbook with named sheets. */
export function writeWorkbook(sheets: Readonly<Record<string, readonly Cells[]>>): Uint8Array<ArrayBuffer> {
  const names = Object.keys(sheets);
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const list = names.map((name, at) => `<sheet name="${escapeXml(name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`);
  const links = names.map(
    (_, at) => `<Relationship Id="rId${at + 1}" Type="${relations}/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`,
  );
  const parts: Record<string, Uint8Array> = {
    'xl/workbook.xml': strToU8(`<workbook xmlns:r="${relations}"><sheets>${list.join('')}</sheets></workbook>`),
    'xl/_rels/workbook.xml.rels': strToU8(`<Relationships>${links.join('')}</Relationships>`),
    'xl/styles.xml': strToU8('<styleSheet><cellXfs><xf numFmtId="0"/></cellXfs></styleSheet>'),
  };
  for (const [at, rows] of Object.values(sheets).entries()) {
    parts[`xl/worksheets/sheet${at + 1}.xml`] = strToU8(sheetXml(rows));
  }
  return zipSync(parts) as Uint8Array<ArrayBuffer>;
}

type Row = Readonly<Record<string, string>>;
const northwind = (name: string): Row[] =>
  Papa.parse<Row>(new TextDecoder().decode(readNorthwind(name)), { header: true, skipEmptyLines: true }).data;

const fullWidth = (text: string): string =>
  text.replace(/[0-9A-Z]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
const priceOf = (product: Row): number => Number(product.UnitPrice);
const costOf = (product: Row): number => Math.round(priceOf(product) * 60) / 100;
const isLotted = (product: Row): boolean => Number(product.ProductID) % 2 === 0;
const EXCEL_DAY_2027_06_01 = 46_539;

/** What the folder says in all, counted here by itself. */
export interface OpeningTotals {
  readonly products: number;
  readonly customers: number;
  readonly stockPieces: number;
  readonly receivablesMinor: number;
  readonly prepaymentsMinor: number;
  readonly limitsMinor: number;
}

/** The files, and what they come to. @param change `raised`: one price, one stock, one receivable and one limit differ */
export function openingFolder(change: 'plain' | 'raised' = 'plain'): { files: OpeningFile[]; totals: OpeningTotals } {
  const raised = change === 'raised' ? 1 : 0;
  const names = readFileSync(join(northwindFolder, '..', 'company-names-zh', 'names.txt'), 'utf8').split('\n');
  const products = northwind('products.csv');
  const customers = northwind('customers.csv');
  const limitOf = (at: number): number => (at % 3 === 0 ? 10_000 + at * 100 : 0) + (at === 0 ? raised * 500 : 0);
  const stockOf = (product: Row, at: number): number => Number(product.UnitsInStock) + (at === 0 ? raised * 5 : 0);

  const productRows: Cells[] = products.map((product, at) => [
    at === 4 ? fullWidth(product.ProductID ?? '') : (product.ProductID ?? ''),
    product.ProductName ?? '',
    at === 0 ? `￥${priceOf(product) + raised}.00` : priceOf(product),
    Math.round(priceOf(product) * 80) / 100,
    costOf(product),
    isLotted(product) ? '是' : '否',
    isLotted(product) ? 365 : '',
    '件',
  ]);
  const customerRows: Cells[] = customers.map((customer, at) => [
    customer.CustomerID ?? '',
    at % 2 === 0 ? `${names[at * 7] ?? ''}商贸有限公司` : (customer.CompanyName ?? ''),
    customer.ContactName ?? '',
    customer.Phone ?? '',
    customer.City ?? '',
    at % 3 === 0 ? `${limitOf(at).toLocaleString('en-US')}.00` : '',
    at % 10 === 0 ? 'zhou' : '',
  ]);
  const contactRows: Cells[] = customers.slice(0, 40).flatMap((customer, at): Cells[] => [
    [customer.CustomerID ?? '', customer.ContactName ?? '', customer.ContactTitle ?? '', `138${at}0001`, '否'],
    [customer.CustomerID ?? '', `采购 ${names[at] ?? ''}`, '采购经理', `138${at}0002`, at % 2 === 0 ? '是' : ''],
  ]);
  const stockRows: Cells[] = products.flatMap((product, at): Cells[] => {
    const pieces = stockOf(product, at);
    const code = product.ProductID ?? '';
    if (!isLotted(product)) return [[code, '武汉仓', '', '', pieces, costOf(product), '件']];
    const first = Math.floor(pieces / 3);
    return [
      [code, 'WH', `L${code}-1`, EXCEL_DAY_2027_06_01, first, costOf(product), '件'],
      [code, 'CS', `L${code}-2`, '2027年3月1日', pieces - first, costOf(product), '件'],
    ];
  });
  const openOf = (at: number): number => 1_000 + at * 37.5 + (at === 0 ? raised * 10 : 0);
  const receivableRows: Cells[] = customers
    .slice(0, 30)
    .map((customer, at) => [
      customer.CustomerID ?? '',
      `INV-${1_000 + at}`,
      at % 2 === 0 ? '2026年3月1日' : '2026/3/1',
      at % 2 === 0 ? '20260430' : '',
      5_000 + at * 37.5,
      at === 3 ? '1,112.50' : openOf(at),
    ]);
  const prepaymentRows: Cells[] = customers
    .slice(30, 40)
    .map((customer, at) => [customer.CustomerID ?? '', `RC-${at + 1}`, '2026-03-05', 200 + at]);
  const open = new Map(
    northwind('orders.csv')
      .filter((order) => (order.ShippedDate ?? '') === '')
      .map((order) => [order.OrderID, order]),
  );
  const orderRows = northwind('order_details.csv').flatMap((line) => {
    const order = open.get(line.OrderID);
    if (!order) return [];
    return [
      [line.OrderID, order.CustomerID, order.OrderDate, line.ProductID, line.Quantity, line.UnitPrice, line.Discount],
    ];
  });
  const suppliers = northwind('suppliers.csv').map((supplier) => [
    supplier.SupplierID ?? '',
    supplier.CompanyName ?? '',
    supplier.ContactName ?? '',
    supplier.City ?? '',
    supplier.Country ?? '',
  ]);
  const files = [
    {
      name: '基础资料.xlsx',
      bytes: writeWorkbook({
        产品: [
          ['产品资料（2026 年 3 月）'],
          ['产品编码', '产品名称', '售价', '最低价', 'Cost', '批次管理', '保质期', '计量单位'],
          ...productRows,
        ],
        Suppliers: [['SupplierID', 'CompanyName', 'ContactName', 'City', 'Country'], ...suppliers],
        客户: [['客户编码', 'Customer name', '联系人', '联系电话', '城市', '信用额度', '业务员'], ...customerRows],
        联系人: [['客户编码', '姓名', '职务', '手机', '主联系人'], ...contactRows],
      }),
    },
    {
      name: '期初库存.xlsx',
      bytes: writeWorkbook({
        库存: [['商品编码', '仓库', '批号', '有效期至', '库存数量', '单位成本', '单位'], ...stockRows],
      }),
    },
    {
      name: 'Open items.xlsx',
      bytes: writeWorkbook({
        应收: [['客户编码', '单据号', '单据日期', '到期日', '单据金额', '未收金额'], ...receivableRows],
        预收款: [['客户编码', '收款单号', '收款日期', '预收余额'], ...prepaymentRows],
      }),
    },
    {
      name: 'open orders.csv',
      bytes: new TextEncoder().encode(
        Papa.unparse([['订单号', '客户编码', 'OrderDate', '产品编码', '数量', '单价', '折扣'], ...orderRows]),
      ) as Uint8Array<ArrayBuffer>,
    },
  ];
  const sum = (figures: readonly number[]) => figures.reduce((total, figure) => total + figure, 0);
  const totals = {
    products: products.length,
    customers: customers.length,
    stockPieces: sum(products.map(stockOf)),
    receivablesMinor: sum(customers.slice(0, 30).map((_, at) => Math.round(openOf(at) * 100))),
    prepaymentsMinor: sum(Array.from({ length: 10 }, (_, at) => (200 + at) * 100)),
    limitsMinor: sum(customers.map((_, at) => limitOf(at) * 100)),
  };
  return { files, totals };
}
