import { CloseOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Note } from '../../../ui/page.tsx';

/** Something that the screen says above the lines, until it is closed or overtaken. */
export interface EntryMessage {
  readonly tone: 'wait' | 'late';
  readonly title: string;
  /** What the next message of the same kind adds to. */
  readonly about?: 'notFound';
  readonly text?: string;
  /** One a line; the first ones are shown. */
  readonly lines?: readonly string[];
}

const SHOWN_LINES = 6;

export function EntryNotice({ message, onClose }: { message: EntryMessage; onClose: () => void }): ReactNode {
  const { t } = useTranslation();
  const lines = message.lines ?? [];
  return (
    <div className="order-notes">
      <Note
        tone={message.tone}
        title={
          <>
            {message.title}
            <button
              type="button"
              className="panel-add order-note-close"
              aria-label={t('sales.orderEntry.closeNote')}
              onClick={onClose}
            >
              <CloseOutlined />
            </button>
          </>
        }
      >
        {message.text}
        {lines.length > 0 ? (
          <ul className="order-note-lines">
            {lines.slice(-SHOWN_LINES).map((line, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the same code may be missing twice
              <li key={index}>{line}</li>
            ))}
            {lines.length > SHOWN_LINES ? (
              <li>{t('sales.orderEntry.andMore', { count: lines.length - SHOWN_LINES })}</li>
            ) : null}
          </ul>
        ) : null}
      </Note>
    </div>
  );
}
