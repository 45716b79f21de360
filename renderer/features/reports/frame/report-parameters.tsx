import { DatePicker, Select } from 'antd';
import dayjs from 'dayjs';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from '../../../app/use-query.ts';
import { dateText } from '../../../ui/format-text.ts';
import { Segmented } from '../../../ui/segmented.tsx';
import { useDayFormats } from '../../../ui/use-day-formats.ts';
import type { ReportChoice, ReportDefinition } from './report-definition.ts';
import { type Period, periods, type ReportValues } from './report-values.ts';

/** Select has no null among its values. */
const ALL = '';

interface ReportParametersProps {
  readonly report: ReportDefinition;
  readonly values: ReportValues;
  readonly today: string;
  readonly warehouses: readonly { readonly id: string; readonly name: string }[];
  readonly onChange: (values: ReportValues) => void;
}

/** The row of what can be set, in the order in which the report names it. */
export function ReportParameters({ report, values, today, warehouses, onChange }: ReportParametersProps): ReactNode {
  const { t, i18n } = useTranslation();
  const dayFormats = useDayFormats();
  const set = (change: Partial<ReportValues>) => onChange({ ...values, ...change });
  return report.parameters.map((parameter) => {
    if (parameter === 'warehouse')
      return warehouses.length < 2 ? null : (
        <Select<string>
          key={parameter}
          aria-label={t('reports.parameters.warehouse')}
          popupMatchSelectWidth={false}
          value={values.warehouseId ?? ALL}
          onChange={(id) => set({ warehouseId: id === ALL ? null : id })}
          options={[
            { value: ALL, label: t('reports.parameters.allWarehouses') },
            ...warehouses.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      );
    if (parameter === 'category')
      return <CategoryChoice key={parameter} value={values.category} onChange={(category) => set({ category })} />;
    if (parameter === 'date')
      return (
        <DatePicker
          key={parameter}
          aria-label={t('reports.parameters.date')}
          allowClear={false}
          format={dayFormats}
          value={dayjs(values.on ?? today)}
          maxDate={dayjs(today)}
          presets={monthEnds(today).map((day) => ({ label: dateText(day, i18n.language), value: dayjs(day) }))}
          onChange={(day) => {
            const on = day?.format('YYYY-MM-DD') ?? today;
            set({ on: on === today ? null : on });
          }}
        />
      );
    if (parameter === 'period')
      return (
        <Segmented<Period>
          key={parameter}
          label={t('reports.parameters.period')}
          value={values.period}
          onChange={(period) => set({ period })}
          options={periods.map((value) => ({ value, label: t(`reports.parameters.periods.${value}`) }))}
        />
      );
    return (
      <Choice
        key={parameter.key}
        choice={parameter}
        value={values.choices[parameter.key] ?? parameter.first}
        onChange={(value) => set({ choices: { ...values.choices, [parameter.key]: value } })}
      />
    );
  });
}

/** Today, and the last days of the months before. */
function monthEnds(today: string): readonly string[] {
  const start = dayjs(today).startOf('month');
  return Array.from({ length: 6 }, (_, back) => start.subtract(back, 'month').subtract(1, 'day').format('YYYY-MM-DD'));
}

function CategoryChoice({
  value,
  onChange,
}: {
  readonly value: string | null;
  readonly onChange: (category: string | null) => void;
}): ReactNode {
  const { t } = useTranslation();
  const categories = useQuery<string[]>('inventory.productCategories', {}).data ?? [];
  if (categories.length < 2) return null;
  return (
    <Select<string>
      aria-label={t('reports.parameters.category')}
      popupMatchSelectWidth={false}
      showSearch
      value={value ?? ALL}
      onChange={(category) => onChange(category === ALL ? null : category)}
      options={[
        { value: ALL, label: t('reports.parameters.allCategories') },
        ...categories.map((category) => ({ value: category, label: category })),
      ]}
    />
  );
}

function Choice({
  choice,
  value,
  onChange,
}: {
  readonly choice: ReportChoice;
  readonly value: string | number;
  readonly onChange: (value: string | number) => void;
}): ReactNode {
  const { t } = useTranslation();
  const texts = `reports.parameters.${choice.key}`;
  return (
    <span className="report-choice">
      <span className="text-3 small">{t(`${texts}.name`)}</span>
      <Segmented<string>
        label={t(`${texts}.name`)}
        value={String(value)}
        onChange={(chosen) => onChange(choice.options.find((option) => String(option) === chosen) ?? choice.first)}
        options={choice.options.map((option) => ({
          value: String(option),
          label: typeof option === 'number' ? t(`${texts}.option`, { count: option }) : t(`${texts}.options.${option}`),
        }))}
      />
    </span>
  );
}
