import type { TFunction } from 'i18next';
import type { ReportReach } from '#shared/domains/inventory/queries/reports/read-basis.ts';
import { dateText, monthNameText, monthText } from '../../../ui/format-text.ts';
import type { ReportDefinition } from './report-definition.ts';
import { firstDay, type ReportValues } from './report-values.ts';

/** A bar by its key: a class of days, a month, or a name of its own. */
export function sliceName(report: ReportDefinition, key: string, t: TFunction, language: string): string {
  if (report.slices === 'classes') return t(`reports.slices.${report.name}.${key}`);
  if (report.slices === 'months') return monthWithYear(key, language);
  return key === '' ? t('reports.noCategory') : key;
}

/** A month under its bar; the first of a year names the year. */
function monthWithYear(month: string, language: string): string {
  if (!month.endsWith('-01')) return monthNameText(month, language);
  return language.startsWith('zh')
    ? monthText(month, language)
    : `${monthNameText(month, language)} ${month.slice(0, 4)}`;
}

/** A text of a report for who may see cost, or without its words (R47). */
export const whoReads = (seesCost: boolean): { readonly context?: string } => (seesCost ? {} : { context: 'bare' });

interface Told {
  readonly today: string;
  readonly reach: ReportReach | undefined;
  readonly slice: string | null;
  readonly t: TFunction;
  readonly language: string;
}

/** What a report was asked, in words: on paper and in a file it stands below the title. */
export function tellQuestion(
  report: ReportDefinition,
  values: ReportValues,
  { today, reach, slice, t, language }: Told,
): readonly string[] {
  const told: string[] = [];
  for (const parameter of report.parameters) {
    if (parameter === 'warehouse') {
      const names = (reach?.warehouses ?? []).filter(
        ({ id }) => values.warehouseId === null || id === values.warehouseId,
      );
      told.push(names.map(({ name }) => name).join(', '));
    } else if (parameter === 'category') told.push(values.category ?? t('reports.parameters.allCategories'));
    else if (parameter === 'date') told.push(dateText(values.on ?? today, language));
    else if (parameter === 'period')
      told.push(`${dateText(firstDay(values.period, today), language)} – ${dateText(today, language)}`);
    else {
      const value = values.choices[parameter.key] ?? parameter.first;
      const texts = `reports.parameters.${parameter.key}`;
      const chosen =
        typeof value === 'number' ? t(`${texts}.option`, { count: value }) : t(`${texts}.options.${value}`);
      told.push(`${t(`${texts}.name`)} ${chosen}`);
    }
  }
  if (slice !== null) told.push(sliceName(report, slice, t, language));
  const asOf = t('reports.asOf', { date: dateText(today, language) });
  return [...told.filter((part) => part !== ''), ...(reach?.isPartial ? [t('reports.part')] : []), asOf];
}
