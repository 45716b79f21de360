import { DownloadOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LotTrace, SerialTrace } from '#shared/domains/inventory/queries/trace.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { saveFile } from '../../../ui/save-file.ts';
import { saveTextFile } from '../../../ui/save-text-file.ts';
import { WORKBOOK_TYPE, writeCsv, writeWorkbook } from '../../../ui/write-workbook.ts';
import { traceSheet } from './trace-sheet.ts';
import { useWarehouseName } from './use-warehouse-name.ts';

/** Both ways of a lot or a piece as a file: for Excel, or for what reads CSV. @param name the file's, without its ending */
export function TraceExport({
  trace,
  name,
}: {
  readonly trace: LotTrace | SerialTrace;
  readonly name: string;
}): ReactNode {
  const { t, i18n } = useTranslation();
  const nameOf = useWarehouseName();
  const sheet = () => traceSheet(trace, nameOf, { t, language: i18n.language });
  return (
    <>
      <ActionButton
        label={t('inventory.trace.excel')}
        keys="mod+e"
        labelKey="inventory.trace.saveExcel"
        icon={<DownloadOutlined aria-hidden />}
        onRun={() => saveFile(`${name}.xlsx`, writeWorkbook(sheet()), WORKBOOK_TYPE)}
      />
      <ActionButton
        label={t('inventory.trace.csvKey')}
        keys="mod+shift+e"
        labelKey="inventory.trace.saveCsv"
        onRun={() => saveTextFile(`${name}.csv`, writeCsv(sheet()))}
      />
    </>
  );
}
