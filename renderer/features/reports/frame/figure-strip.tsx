import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty, Money } from '../../../ui/format.tsx';
import { ReportCell } from './cell-text.tsx';
import type { ReportFigure } from './report-definition.ts';

interface FigureStripProps {
  readonly figures: readonly ReportFigure[];
  readonly seesCost: boolean;
  readonly currency: string;
}

/** The few figures that say how it is; their reasons follow below. */
export function FigureStrip({ figures, seesCost, currency }: FigureStripProps): ReactNode {
  const { t } = useTranslation();
  return (
    <dl className="report-figures">
      {figures
        .filter(({ isCost }) => seesCost || !isCost)
        .map(({ key, kind, value, note }) => (
          <div key={key} className="report-figure">
            <dt>{t(`reports.figures.${key}`)}</dt>
            <dd>
              {value === null ? (
                <Empty />
              ) : kind === 'money' ? (
                <Money minor={value} currency={currency} whole />
              ) : (
                <ReportCell kind={kind} value={value} currency={currency} />
              )}
              {note ? (
                <span className="report-figure-note text-3 small">{t(`reports.figures.${note.key}`, note.values)}</span>
              ) : null}
            </dd>
          </div>
        ))}
    </dl>
  );
}
