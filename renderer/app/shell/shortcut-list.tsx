import { Modal } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { KeyCap } from '../../ui/key-cap.tsx';
import { useShortcuts } from '../shortcuts.ts';
import './settings.css';

/** `?`: the keys that work now, those of the screen in front first. */
export function ShortcutList({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation();
  const shortcuts = useShortcuts((state) => state.shortcuts);
  const listed = new Map(
    shortcuts.toReversed().flatMap(({ keys, labelKey }) => (labelKey ? [[keys, labelKey] as const] : [])),
  );
  return (
    <Modal
      open={open}
      onCancel={onClose}
      footer={null}
      title={t('shortcuts.title')}
      width="var(--shortcuts)"
      destroyOnHidden
    >
      <div className="shortcut-list">
        {[...listed].map(([keys, labelKey]) => (
          <div key={keys} className="shortcut-row">
            <span>{t(labelKey)}</span>
            <KeyCap keys={keys} />
          </div>
        ))}
      </div>
    </Modal>
  );
}
