import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { keyText } from '../../../app/shortcuts.ts';
import type { DraftLine, SoldUnit } from './order-draft.ts';

interface UnitOfLineProps {
  readonly line: DraftLine;
  /** Beside the base unit. */
  readonly units: readonly SoldUnit[];
  readonly onChange: (unit: SoldUnit) => void;
}

/** The unit that comes after this one, the base unit among them. */
export function nextUnit({ soldUnit }: Pick<DraftLine, 'soldUnit'>, units: readonly SoldUnit[]): SoldUnit {
  const all: readonly SoldUnit[] = [{ name: null, ratio: 1 }, ...units];
  const at = all.findIndex(({ name }) => name === soldUnit);
  return all[(at + 1) % all.length] ?? { name: null, ratio: 1 };
}

/** What the line is sold in; where there is a choice, a click or Alt+U takes the next. */
export function UnitOfLine({ line, units, onChange }: UnitOfLineProps): ReactNode {
  const { t } = useTranslation();
  const unit = line.soldUnit ?? line.unit;
  if (units.length === 0) return unit;
  const hint = t('sales.orderEntry.unitHint', { unit, ratio: line.unitRatio, base: line.unit, keys: keyText('alt+u') });
  return (
    <button
      type="button"
      className="order-unit-choice"
      tabIndex={-1}
      title={hint}
      aria-label={hint}
      onClick={() => onChange(nextUnit(line, units))}
    >
      {unit}
    </button>
  );
}
