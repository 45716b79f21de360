import { PlusOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { KeyCap } from '../../ui/key-cap.tsx';
import { featureActions } from '../features.ts';
import { may, useSession } from '../session.ts';
import { addShortcut, keyText, useShortcut } from '../shortcuts.ts';

/** New (N): what can be made; each with its own key that works from anywhere. */
export function NewMenu(): ReactNode {
  const { t } = useTranslation();
  const session = useSession((state) => state.session);
  const [open, setOpen] = useState(false);
  const allowed = featureActions.filter((action) => may(session, action.permission));
  const making = allowed.filter((action) => action.isNew);
  useShortcut('n', () => setOpen(true), { labelKey: 'shortcuts.new', group: 'everywhere', enabled: making.length > 0 });
  useEffect(() => {
    const ends = featureActions
      .filter((action) => action.shortcut && may(session, action.permission))
      .map((action) => addShortcut(action.shortcut ?? '', action.run, action.labelKey, 'everywhere'));
    return () => {
      for (const end of ends) end();
    };
  }, [session]);
  if (making.length === 0) return null;
  return (
    <Dropdown
      open={open}
      onOpenChange={setOpen}
      trigger={['click']}
      autoFocus
      menu={{
        items: making.map((action) => ({
          key: action.id,
          icon: <action.icon aria-hidden />,
          label: t(action.labelKey),
          extra: action.shortcut ? <KeyCap keys={action.shortcut} /> : null,
        })),
        onClick: ({ key }) => {
          setOpen(false);
          making.find((action) => action.id === key)?.run();
        },
      }}
    >
      <Button
        className="new-button"
        icon={<PlusOutlined aria-hidden />}
        aria-keyshortcuts="N"
        title={`${t('new.label')} (${keyText('n')})`}
      >
        {t('new.label')}
        <KeyCap keys="n" />
      </Button>
    </Dropdown>
  );
}
