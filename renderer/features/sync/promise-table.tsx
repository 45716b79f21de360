import { CloudServerOutlined, LaptopOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AttentionRow } from '../../app/attention.ts';

interface PromiseTableProps {
  readonly subject: ReactNode;
  readonly rows: readonly AttentionRow[];
}

/** What was promised on this computer against what holds now; what changed stands out. */
export function PromiseTable({ subject, rows }: PromiseTableProps): ReactNode {
  const { t } = useTranslation();
  return (
    <table className="promise-table" data-selectable>
      <thead>
        <tr>
          <th scope="col">{subject}</th>
          <th scope="col">
            <LaptopOutlined aria-hidden /> {t('syncLedger.promised')}
          </th>
          <th scope="col">
            <CloudServerOutlined aria-hidden /> {t('syncLedger.holds')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.label}>
            <th scope="row">{row.label}</th>
            <td>{row.promised}</td>
            <td className={row.isChanged ? 'strong' : 'text-3'}>
              {row.isChanged ? row.now : t('syncLedger.unchanged')}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
