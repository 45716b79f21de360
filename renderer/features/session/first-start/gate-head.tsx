import { ArrowLeftOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcut } from '../../../app/shortcuts.ts';
import { KeyCap } from '../../../ui/key-cap.tsx';

interface GateHeadProps {
  readonly title: string;
  readonly onBack: () => void;
  readonly disabled?: boolean;
}

/** The title of a way with the way back (Esc, or Alt+← where a field has the keys). */
export function GateHead({ title, onBack, disabled = false }: GateHeadProps): ReactNode {
  const { t } = useTranslation();
  useShortcut('escape', onBack, { enabled: !disabled });
  useShortcut('alt+arrowleft', onBack, { enabled: !disabled });
  return (
    <div className="gate-title">
      <h1>{title}</h1>
      <Button
        type="text"
        icon={<ArrowLeftOutlined aria-hidden />}
        disabled={disabled}
        aria-keyshortcuts="Alt+ArrowLeft"
        onClick={onBack}
      >
        {t('session.start.back')}
        <KeyCap keys="alt+arrowleft" />
      </Button>
    </div>
  );
}
