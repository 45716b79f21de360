import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { keyText, useShortcut } from '../../../app/shortcuts.ts';

/** A year with one to the left and one to the right of it. */
export function YearStep({
  year,
  onChange,
}: {
  readonly year: number;
  readonly onChange: (year: number) => void;
}): ReactNode {
  const { t } = useTranslation();
  useShortcut('alt+,', () => onChange(year - 1), { labelKey: 'admin.company.yearBefore' });
  useShortcut('alt+.', () => onChange(year + 1), { labelKey: 'admin.company.yearAfter' });
  return (
    <span className="company-year">
      <Button
        type="text"
        icon={<LeftOutlined aria-hidden />}
        aria-label={t('admin.company.yearBefore')}
        title={`${t('admin.company.yearBefore')} (${keyText('alt+,')})`}
        onClick={() => onChange(year - 1)}
      />
      <strong>{year}</strong>
      <Button
        type="text"
        icon={<RightOutlined aria-hidden />}
        aria-label={t('admin.company.yearAfter')}
        title={`${t('admin.company.yearAfter')} (${keyText('alt+.')})`}
        onClick={() => onChange(year + 1)}
      />
    </span>
  );
}
