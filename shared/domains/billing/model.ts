/** Terms of payment that a new company starts with (R11); their names can be changed like any other's. */
export const defaultPaymentTerms = [
  { code: 'CASH', name: { zh: '现结', en: 'Cash' }, kind: 'cash', days: 0 },
  { code: 'NET30', name: { zh: '货到 30 天', en: 'Net 30 days' }, kind: 'net', days: 30 },
  { code: 'NET60', name: { zh: '货到 60 天', en: 'Net 60 days' }, kind: 'net', days: 60 },
  { code: 'EOM30', name: { zh: '月结 30 天', en: 'Month-end + 30 days' }, kind: 'monthEnd', days: 30 },
] as const;
