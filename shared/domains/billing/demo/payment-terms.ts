import { batchOf, type Demo, type DemoBatch, type DemoPart, madeBy } from '../../../kernel/demo.ts';
import { defaultPaymentTerms } from '../model.ts';

/** The server itself, as it stands in the rows that nobody made. */
const SYSTEM_ID = '00000000-0000-7000-8000-000000000000';

/** The terms that the company gives, and what a dollar was worth on the first day of each month. */
export const paymentTermsPart: DemoPart = {
  name: 'billing.paymentTerms',
  after: [],
  begin: (demo) => ({ start: () => writeTerms(demo) }),
};

/** Millionths of the demo's currency for one US dollar, one after the other. */
const dollarRates = [7_128_000, 7_114_500, 7_097_300, 7_102_800, 7_088_100, 7_079_600];

function* writeTerms(demo: Demo): Iterable<DemoBatch> {
  const { newId } = demo.source('billing.paymentTerms');
  const at = demo.days[0].at(7 * 60);
  const audit = madeBy(SYSTEM_ID, at);
  yield batchOf(
    'paymentTerms',
    defaultPaymentTerms.map(({ name, ...terms }) => ({
      id: newId(at),
      ...terms,
      name: name[demo.language],
      active: 1 as const,
      ...audit,
    })),
  );
  if (demo.currency !== 'CNY') return;
  yield batchOf('currencies', [{ id: newId(at), code: 'USD', active: 1, ...audit }]);
  const firsts = demo.days.filter(({ date }) => date.endsWith('-01')).slice(-dollarRates.length);
  yield batchOf(
    'exchangeRates',
    firsts.map(({ date }, index) => ({
      id: newId(at),
      currency: 'USD',
      validFrom: date,
      rate: dollarRates[index] ?? 7_100_000,
      ...audit,
    })),
  );
}
