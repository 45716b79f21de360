import { CloseOutlined, FileExcelOutlined, FileTextOutlined, InboxOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { type DragEvent, type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reasonText } from '../../../app/i18n.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { countText } from '../../../ui/format-text.ts';
import { Note } from '../../../ui/page.tsx';
import type { FileRole } from './check-rows.ts';
import type { FileSlot, ImportSession } from './import-session.ts';
import { type Encoding, encodings } from './sheet.ts';

interface FileDropProps {
  readonly session: ImportSession;
  readonly role: FileRole;
  readonly slot: FileSlot;
  /** What this file holds: customers, the lines of the orders. */
  readonly holds: string;
  /** Names of the columns that are needed and understood. */
  readonly needs: string;
  readonly understands: string;
  readonly keys?: string;
  readonly disabled: boolean;
}

/** Where a file is dropped or chosen; afterwards what it is. */
export function FileDrop(props: FileDropProps): ReactNode {
  const { session, role, slot, holds, disabled } = props;
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const take = (files: FileList | null) => {
    if (files && files.length > 0) void session.takeFiles([...files], role);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (!disabled) take(event.dataTransfer.files);
  };
  const choose = () => input.current?.click();
  return (
    <section
      className={`import-file${over ? ' import-file-over' : ''}`}
      aria-label={holds}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(!disabled);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept=".csv,.tsv,.txt,.xlsx"
        aria-label={t('admin.import.choose', { holds })}
        onChange={(event) => {
          take(event.target.files);
          event.target.value = '';
        }}
      />
      {slot.sheet ? (
        <TakenFile {...props} onChoose={choose} />
      ) : (
        <div className="import-drop">
          <InboxOutlined className="import-drop-icon" />
          <p className="import-drop-title">
            {slot.reading ? t('admin.import.reading') : t('admin.import.drop', { holds })}
          </p>
          <p className="text-2">{t('admin.import.needs', { needs: props.needs })}</p>
          <p className="small text-3">{t('admin.import.understands', { columns: props.understands })}</p>
          {slot.refusal ? (
            <Note tone="late" title={t('admin.import.notTaken', { file: slot.file?.name ?? '' })}>
              {reasonText(slot.refusal)}
            </Note>
          ) : null}
          <ActionButton
            label={t('admin.import.choose', { holds })}
            onRun={choose}
            disabled={disabled}
            loading={slot.reading}
            {...(props.keys ? { keys: props.keys, labelKey: 'admin.import.chooseKey' } : {})}
          />
          <p className="small text-3">{t('admin.import.formats')}</p>
        </div>
      )}
    </section>
  );
}

function TakenFile({
  session,
  role,
  slot,
  disabled,
  onChoose,
}: FileDropProps & { readonly onChoose: () => void }): ReactNode {
  const { t } = useTranslation();
  const { sheet } = slot;
  if (!sheet) return null;
  const Icon = sheet.format === 'xlsx' ? FileExcelOutlined : FileTextOutlined;
  return (
    <div className="import-taken">
      <Icon />
      <span className="strong ellipsis" title={sheet.fileName}>
        {sheet.fileName}
      </span>
      <span className="text-2">
        {t('admin.import.rows', { count: sheet.rows.length, rows: countText(sheet.rows.length) })}
      </span>
      {sheet.sheetName === null ? null : (
        <span className="text-3">{t('admin.import.sheet', { name: sheet.sheetName })}</span>
      )}
      {sheet.separator ? (
        <span className="text-3">{t(`admin.import.separators.${separatorKey(sheet.separator)}`)}</span>
      ) : null}
      {sheet.encoding ? (
        <Select<Encoding>
          className="import-encoding"
          size="small"
          variant="borderless"
          aria-label={t('admin.import.encoding')}
          value={sheet.encoding}
          disabled={disabled}
          onChange={(encoding) => void session.setEncoding(role, encoding)}
          options={encodings.map((encoding) => ({ value: encoding, label: t(`admin.import.encodings.${encoding}`) }))}
        />
      ) : null}
      <span className="import-taken-end">
        <Button size="small" onClick={onChoose} disabled={disabled}>
          {t('admin.import.other')}
        </Button>
        <Button
          size="small"
          type="text"
          icon={<CloseOutlined />}
          aria-label={t('admin.import.remove', { file: sheet.fileName })}
          title={t('admin.import.remove', { file: sheet.fileName })}
          onClick={() => session.dropFile(role)}
          disabled={disabled}
        />
      </span>
    </div>
  );
}

const separatorKey = (separator: string) => (separator === ',' ? 'comma' : separator === ';' ? 'semicolon' : 'tab');
