import { SearchOutlined } from '@ant-design/icons';
import { Button, Input, Modal } from 'antd';
import type { TFunction } from 'i18next';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { KeyCap } from '../../ui/key-cap.tsx';
import { keyText, type Shortcut, type ShortcutGroup, useShortcuts } from '../shortcuts.ts';
import { openTab } from '../tabs.ts';
import { startTour } from '../tour.ts';
import './shortcut-list.css';

interface ListedKeys {
  readonly labelKey: string;
  readonly group: ShortcutGroup;
  readonly keys: readonly string[];
}

const groups: readonly ShortcutGroup[] = ['screen', 'everywhere', 'tabs', 'lists', 'window'];

/** Keys that nobody registers, because a list, a field, the tabs or the window itself hears them. */
const ownKeys: readonly ListedKeys[] = [
  { labelKey: 'shortcuts.stepTabs', group: 'tabs', keys: ['arrowleft', 'arrowright'] },
  { labelKey: 'shortcuts.deleteTab', group: 'tabs', keys: ['delete'] },
  { labelKey: 'shortcuts.rows', group: 'lists', keys: ['arrowup', 'arrowdown'] },
  { labelKey: 'shortcuts.pages', group: 'lists', keys: ['pageup', 'pagedown'] },
  { labelKey: 'shortcuts.ends', group: 'lists', keys: ['home', 'end'] },
  { labelKey: 'shortcuts.openRow', group: 'lists', keys: ['enter'] },
  { labelKey: 'shortcuts.take', group: 'lists', keys: ['enter'] },
  { labelKey: 'shortcuts.field', group: 'lists', keys: ['arrowdown'] },
  { labelKey: 'shortcuts.leave', group: 'lists', keys: ['escape'] },
  { labelKey: 'shortcuts.stepMenu', group: 'lists', keys: ['arrowup', 'arrowdown'] },
  { labelKey: 'shortcuts.larger', group: 'window', keys: ['mod++'] },
  { labelKey: 'shortcuts.smaller', group: 'window', keys: ['mod+-'] },
  { labelKey: 'shortcuts.normal', group: 'window', keys: ['mod+0'] },
  { labelKey: 'shortcuts.fullScreen', group: 'window', keys: ['f11'] },
];

/** One line a deed, with all its keys; of two that share a key the newest, which is the one that fires. */
function listKeys(shortcuts: readonly Shortcut[]): readonly ListedKeys[] {
  const firing = new Map(shortcuts.map((shortcut) => [shortcut.keys, shortcut]));
  const lines = new Map<string, ListedKeys>();
  for (const { keys, labelKey, group } of firing.values()) {
    if (labelKey === null) continue;
    const line = lines.get(labelKey);
    lines.set(labelKey, { labelKey, group: line?.group ?? group, keys: [...(line?.keys ?? []), keys] });
  }
  return [...lines.values(), ...ownKeys];
}

/** Whether a line is about what was typed: its words, or its keys as they are printed. */
function isAbout({ labelKey, keys }: ListedKeys, typed: string, t: TFunction): boolean {
  const letters = typed.trim().toLowerCase();
  const texts = [t(labelKey), ...keys.map(keyText), ...keys];
  return texts.some((text) => text.toLowerCase().includes(letters));
}

interface ShortcutListProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

/** `?`: the keys that work now, those of the screen in front first. */
export function ShortcutList({ open, onClose }: ShortcutListProps): ReactNode {
  const { t } = useTranslation();
  return (
    <Modal
      open={open}
      onCancel={onClose}
      footer={null}
      title={t('shortcuts.title')}
      width="var(--shortcuts)"
      centered
      destroyOnHidden
    >
      <Keys onClose={onClose} />
    </Modal>
  );
}

function Keys({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const lines = listKeys(useShortcuts((state) => state.shortcuts)).filter((line) => isAbout(line, typed, t));
  const leaveTo = (run: () => void) => () => {
    onClose();
    run();
  };
  return (
    <>
      <Input
        className="shortcut-filter"
        autoFocus
        type="search"
        aria-label={t('shortcuts.filter')}
        placeholder={t('shortcuts.filter')}
        prefix={<SearchOutlined className="text-3" aria-hidden />}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <div className="shortcut-list">
        <div className="shortcut-columns">
          {groups.map((group) => (
            <ShortcutSection key={group} group={group} lines={lines.filter((line) => line.group === group)} />
          ))}
        </div>
        {lines.length === 0 ? <p className="text-3">{t('shortcuts.none', { typed })}</p> : null}
      </div>
      <div className="shortcut-foot">
        <Button onClick={leaveTo(startTour)}>{t('settings.tourAgain')}</Button>
        <Button onClick={leaveTo(() => openTab('about'))}>{t('about.title')}</Button>
      </div>
    </>
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
