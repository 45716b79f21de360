import { Modal } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { KeyCap } from '../../ui/key-cap.tsx';
import { type Shortcut, type ShortcutGroup, useShortcuts } from '../shortcuts.ts';
import './settings.css';

const groups: readonly ShortcutGroup[] = ['screen', 'everywhere', 'tabs'];

interface ListedKeys {
  readonly labelKey: string;
  readonly group: ShortcutGroup;
  readonly keys: readonly string[];
}

/** One line a deed, with all its keys; of two that share a key the newest, which is the one that fires. */
function listKeys(shortcuts: readonly Shortcut[]): readonly ListedKeys[] {
  const firing = new Map(shortcuts.map((shortcut) => [shortcut.keys, shortcut]));
  const lines = new Map<string, ListedKeys>();
  for (const { keys, labelKey, group } of firing.values()) {
    if (labelKey === null) continue;
    const line = lines.get(labelKey);
    lines.set(labelKey, { labelKey, group: line?.group ?? group, keys: [...(line?.keys ?? []), keys] });
  }
  return [...lines.values()];
}

/** `?`: the keys that work now, those of the screen in front first. */
export function ShortcutList({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation();
  const lines = listKeys(useShortcuts((state) => state.shortcuts));
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
        {groups.map((group) => (
          <ShortcutSection key={group} group={group} lines={lines.filter((line) => line.group === group)} />
        ))}
      </div>
    </Modal>
  );
}

function ShortcutSection({
  group,
  lines,
}: {
  readonly group: ShortcutGroup;
  readonly lines: readonly ListedKeys[];
}): ReactNode {
  const { t } = useTranslation();
  if (lines.length === 0) return null;
  return (
    <section aria-labelledby={`keys-${group}`}>
      <h3 id={`keys-${group}`} className="small text-3">
        {t(`shortcuts.groups.${group}`)}
      </h3>
      {lines.map(({ labelKey, keys }) => (
        <div key={labelKey} className="shortcut-row">
          <span>{t(labelKey)}</span>
          <span className="shortcut-keys">
            {keys.map((each) => (
              <KeyCap key={each} keys={each} />
            ))}
          </span>
        </div>
      ))}
    </section>
  );
}
