import { InboxOutlined } from '@ant-design/icons';
import { type DragEvent, type ReactNode, type RefObject, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reasonText } from '../../../app/i18n.ts';
import { Note } from '../../../ui/page.tsx';
import type { OpeningState } from './opening-session.ts';

interface Picker {
  readonly files: RefObject<HTMLInputElement | null>;
  readonly folder: RefObject<HTMLInputElement | null>;
  readonly take: (files: FileList | readonly File[] | null) => void;
  readonly chooseFiles: () => void;
  readonly chooseFolder: () => void;
}

/** What can be a table; a folder may hold anything else, and what Excel leaves while a file is open. */
const isTableFile = (file: File): boolean => /\.(xlsx|csv|tsv|txt)$/i.test(file.name) && !/^[~.]/.test(file.name);

export function useFilePicker(onFiles: (files: readonly File[]) => void): Picker {
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  return {
    files,
    folder,
    take: (list) => {
      const wanted = [...(list ?? [])].filter(isTableFile);
      if (wanted.length > 0) onFiles(wanted);
    },
    chooseFiles: () => files.current?.click(),
    chooseFolder: () => folder.current?.click(),
  };
}

/** The files in a dropped folder, however deep. */
async function filesOfDrop(items: DataTransferItemList): Promise<File[]> {
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  return (await Promise.all(entries.map(filesOf))).flat();
}

async function filesOf(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile) {
    return new Promise((resolve) =>
      (entry as FileSystemFileEntry).file(
        (file) => resolve([file]),
        () => resolve([]),
      ),
    );
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: File[] = [];
  for (;;) {
    // A folder is read in parts, until one is empty.
    const part = await new Promise<FileSystemEntry[]>((resolve) => reader.readEntries(resolve, () => resolve([])));
    if (part.length === 0) return found;
    for (const each of part) found.push(...(await filesOf(each)));
  }
}

interface FilePickerProps {
  readonly picker: Picker;
  readonly disabled: boolean;
  readonly isEmpty: boolean;
  readonly state: OpeningState;
  /** What must be there before, while nothing is brought. */
  readonly ready: ReactNode;
  readonly children: ReactNode;
}

/** Takes files and folders that are dropped anywhere on the page; says what to bring while there is nothing. */
export function FilePicker({ picker, disabled, isEmpty, state, ready, children }: FilePickerProps): ReactNode {
  const { t } = useTranslation();
  const [over, setOver] = useState(false);
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (!disabled) void filesOfDrop(event.dataTransfer.items).then(picker.take);
  };
  const input = (name: 'files' | 'folder') => (
    <input
      ref={picker[name]}
      type="file"
      multiple
      hidden
      aria-label={t(name === 'files' ? 'admin.opening.chooseFiles' : 'admin.opening.chooseFolder')}
      {...(name === 'folder' ? { webkitdirectory: '' } : { accept: '.csv,.tsv,.txt,.xlsx' })}
      onChange={(event) => {
        picker.take(event.target.files);
        event.target.value = '';
      }}
    />
  );
  return (
    <section
      className={`opening-page${over ? ' import-file-over' : ''}`}
      aria-label={t('admin.opening.title')}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(!disabled);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      {input('files')}
      {input('folder')}
      {state.refused.map(({ name, reason }) => (
        <Note key={name} tone="late" title={t('admin.import.notTaken', { file: name })}>
          {reasonText(reason)}
        </Note>
      ))}
      {isEmpty ? (
        <div className="import-drop opening-drop">
          <InboxOutlined className="import-drop-icon" />
          <p className="import-drop-title">{t(state.reading > 0 ? 'admin.opening.reading' : 'admin.opening.drop')}</p>
          <p className="text-2">{t('admin.opening.holds')}</p>
          <p className="small text-3">{t('admin.opening.understands')}</p>
          {ready}
        </div>
      ) : (
        children
      )}
    </section>
  );
}
