/** Receivables by age: the same five classes and colours wherever they are seen (R58). */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgeingAmounts } from '#shared/domains/billing/queries/receivables-ageing.ts';
import { ageingClasses } from '#shared/domains/billing/rules/ageing.ts';
import { StackedBar } from '../../ui/charts.tsx';
import { Money } from '../../ui/format.tsx';
import { percentText } from '../../ui/format-text.ts';
import './ageing.css';

interface AgeingProps {
  readonly amounts: AgeingAmounts;
  readonly currency: string;
  /** With a line for each class below the bar. */
  readonly withTable?: boolean;
}

/** One bar from not due to long overdue, and what each part comes to. */
export function Ageing({ amounts, currency, withTable = false }: AgeingProps): ReactNode {
  const { t } = useTranslation();
  const { totalMinor } = amounts;
  return (
    <div className="ageing">
      <StackedBar
        parts={ageingClasses.map((name, age) => ({ key: name, className: `age-${age}`, value: amounts[name] }))}
      />
      {withTable ? (
        <table>
          <tbody>
            {ageingClasses.map((name, age) => (
              <tr key={name}>
                <th scope="row">
                  <i className={`ageing-mark age-${age}`} />
                  {t(`crm.ageing.${name}`)}
                </th>
                <td>
                  <Money minor={amounts[name]} currency={currency} bare dashZero />
                </td>
                <td className="text-3">
                  {totalMinor > 0 && amounts[name] > 0
                    ? percentText(Math.round((amounts[name] / totalMinor) * 1_000) * 10)
                    : ''}
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t('crm.ageing.total')}</th>
              <td className="strong">
                <Money minor={totalMinor} currency={currency} bare />
              </td>
              <td />
            </tr>
          </tfoot>
        </table>
      ) : null}
    </div>
  );
}
