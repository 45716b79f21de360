import { Button } from 'antd';
import { type ReactNode, useRef } from 'react';
import { useFirstFocus } from '../app/focus.ts';
import { keyText, useShortcut } from '../app/shortcuts.ts';
import { KeyCap } from './key-cap.tsx';

interface ActionButtonProps {
  readonly label: string;
  readonly onRun: () => void;
  /** Registered, printed in the button, told to screen readers. */
  readonly keys?: string;
  /** Text for the list of `?`; needed with `keys`. */
  readonly labelKey?: string;
  readonly primary?: boolean;
  readonly icon?: ReactNode;
  readonly disabled?: boolean;
  /** What keeps it from being done, said in its title. */
  readonly reason?: string;
  readonly loading?: boolean;
  /** Takes the focus when its screen comes to the front and nothing else has it. */
  readonly firstFocus?: boolean;
}

/** An action with its key: the button and the shortcut are one thing. One primary a screen. */
export function ActionButton({
  label,
  onRun,
  keys,
  labelKey,
  primary = false,
  icon,
  disabled = false,
  reason,
  loading = false,
  firstFocus = false,
}: ActionButtonProps): ReactNode {
  useShortcut(keys ?? '', onRun, {
    enabled: keys !== undefined && !disabled && !loading,
    ...(labelKey ? { labelKey } : {}),
  });
  const button = useRef<HTMLButtonElement>(null);
  useFirstFocus(button, firstFocus);
  return (
    <Button
      ref={button}
      type={primary ? 'primary' : 'default'}
      onClick={onRun}
      disabled={disabled}
      loading={loading}
      icon={icon}
      {...(keys ? { title: `${label} (${keyText(keys)})`, 'aria-keyshortcuts': keys.replace('mod', 'Control') } : {})}
      {...(disabled && reason ? { title: reason } : {})}
    >
      {label}
      {keys ? <KeyCap keys={keys} /> : null}
    </Button>
  );
}
