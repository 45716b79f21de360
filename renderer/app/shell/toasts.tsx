import { CloseOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { KeyCap } from '../../ui/key-cap.tsx';
import { StateShape } from '../../ui/state-tag.tsx';
import { closeNotice, leavePlace, type Notice, useNotices, wordsOf } from '../notices.ts';
import { useShortcut } from '../shortcuts.ts';
import { isWholeWindow, useTabs } from '../tabs.ts';
import './notices.css';

const SHOWN_AT_ONCE = 3;

/** Notices that are not closed yet, above the row of keys at the foot, the newest below. */
export function Toasts(): ReactNode {
  const { t } = useTranslation();
  const notices = useNotices((state) => state.notices);
  // A work mode answers by itself, and nothing lies over its keys; what was said meanwhile stands when it is left.
  const isWhole = useTabs(isWholeWindow);
  const shown = isWhole ? [] : notices.filter((notice) => !notice.closed).slice(0, SHOWN_AT_ONCE);
  useEffect(
    () =>
      useTabs.subscribe((now, before) => {
        if (now.activeId !== before.activeId) leavePlace();
      }),
    [],
  );
  const offered = shown.find(({ action }) => action?.lasting);
  useShortcut('mod+j', () => takeAction(offered), {
    labelKey: 'shortcuts.notice',
    group: 'everywhere',
    enabled: offered !== undefined,
  });
  return (
    <section className="toasts" aria-label={t('notice.region')} aria-live="polite">
      {shown.toReversed().map((notice) => (
        <Toast key={notice.id} notice={notice} keys={notice === offered ? 'mod+j' : notice.action?.keys} />
      ))}
    </section>
  );
}

function takeAction(notice: Notice | undefined): void {
  if (!notice) return;
  closeNotice(notice.id);
  notice.action?.run();
}

/** @param props.keys what takes the action without the mouse */
function Toast({ notice, keys }: { readonly notice: Notice; readonly keys: string | undefined }): ReactNode {
  const { t } = useTranslation();
  const { action } = notice;
  return (
    <div className={`toast toast-${notice.tone}`} role={notice.tone === 'late' ? 'alert' : 'status'}>
      <StateShape state={notice.tone} />
      <span className="strong">{wordsOf(notice.title)}</span>
      <button type="button" className="tab-close" aria-label={t('notice.close')} onClick={() => closeNotice(notice.id)}>
        <CloseOutlined aria-hidden />
      </button>
      {notice.text ? <p className="toast-text">{wordsOf(notice.text)}</p> : null}
      {action ? (
        <Button className="toast-action" size="small" onClick={() => takeAction(notice)}>
          {wordsOf(action.label)}
          {keys ? <KeyCap keys={keys} /> : null}
        </Button>
      ) : null}
    </div>
  );
}
