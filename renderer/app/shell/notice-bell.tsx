import { BellOutlined } from '@ant-design/icons';
import { Button, Popover } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DateTime } from '../../ui/format.tsx';
import { StateShape } from '../../ui/state-tag.tsx';
import { closeNotice, readNotices, useNotices, wordsOf } from '../notices.ts';

/** What was said since the window opened, the newest first. */
export function NoticeBell(): ReactNode {
  const { t } = useTranslation();
  const { notices, unseen } = useNotices();
  const [open, setOpen] = useState(false);
  const urgent = notices.slice(0, unseen).some((notice) => notice.tone === 'late' || notice.tone === 'wait');
  return (
    <Popover
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        if (next) readNotices();
      }}
      trigger="click"
      placement="bottomRight"
      arrow={false}
      content={
        <div className="notice-list">
          {notices.length === 0 ? <p className="text-3">{t('notice.none')}</p> : null}
          {notices.map((notice) => (
            <div key={notice.id} className="notice-item">
              <StateShape state={notice.tone} />
              <p>{wordsOf(notice.title)}</p>
              <span className="small text-3">
                <DateTime value={notice.at} />
              </span>
              {notice.text ? <p>{wordsOf(notice.text)}</p> : null}
              {notice.action?.lasting ? (
                <Button
                  className="notice-action"
                  size="small"
                  onClick={() => {
                    setOpen(false);
                    closeNotice(notice.id);
                    notice.action?.run();
                  }}
                >
                  {wordsOf(notice.action.label)}
                </Button>
              ) : null}
            </div>
          ))}
        </div>
      }
    >
      <button
        type="button"
        className="plain-button bell"
        aria-label={unseen > 0 ? t('notice.bellNew', { count: unseen }) : t('notice.bell')}
      >
        <BellOutlined aria-hidden />
        {urgent ? <span className="bell-mark" /> : null}
      </button>
    </Popover>
  );
}
