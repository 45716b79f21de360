import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActionButton } from '../../../ui/action-button.tsx';

interface LabelButtonProps {
  /** A key of the locales. */
  readonly labelKey?: string;
  readonly disabled?: boolean;
  /** The dialog, while it is open. */
  readonly children: (onClose: () => void) => ReactNode;
}

/** Labels of what a screen shows, one key away: L. */
export function LabelButton({
  labelKey = 'inventory.labels.print',
  disabled = false,
  children,
}: LabelButtonProps): ReactNode {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <ActionButton label={t(labelKey)} keys="l" labelKey={labelKey} disabled={disabled} onRun={() => setOpen(true)} />
      {isOpen ? children(() => setOpen(false)) : null}
    </>
  );
}
