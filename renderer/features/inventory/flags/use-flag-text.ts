import { useTranslation } from 'react-i18next';
import type { StockFlagRow } from '#shared/domains/inventory/queries/stock-flags.ts';
import { placeName, useCompany } from '../../../ui/use-company.ts';

/** A difference in the words of a warehouse. */
export function useFlagText() {
  const { t } = useTranslation();
  const company = useCompany();
  const namesOf = ({ productName, lotCode, locationCode, warehouseId }: StockFlagRow) => ({
    goods: [productName, lotCode].filter(Boolean).join(' '),
    // A warehouse without places has none to name.
    where: locationCode ?? placeName(company, warehouseId) ?? '',
  });
  return {
    /** What it is, and what to do. */
    what(flag: StockFlagRow): string {
      const { kind, byName: name, wanted, found, quantity, unit, tracking } = flag;
      const told = { name, wanted, found, quantity, unit, ...namesOf(flag) };
      // Of numbered pieces some things are to be said that other goods do not know.
      return t(`inventory.flags.texts.${kind}`, tracking === 'serial' ? { ...told, context: 'serial' } : told);
    },
    /** Why it is counted, for whoever goes there; null where the count says it all. */
    reason(flag: StockFlagRow): string | null {
      if (flag.kind !== 'pickedShort') return null;
      return t('inventory.flags.countNote', { number: flag.documentNumber ?? '', ...namesOf(flag) });
    },
  };
}
