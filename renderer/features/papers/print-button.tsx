import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reason } from '#shared/kernel/refusal.ts';
import { loadScreen } from '../../app/load-screen.tsx';
import { useShortcut } from '../../app/shortcuts.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import type { PaperButtonProps } from '../../ui/paper-button.tsx';
import { paperSettings } from './paper-settings.ts';
import type { PaperDialogProps } from './print-dialog/paper-dialog.tsx';

const Dialog = loadScreen<PaperDialogProps>(() =>
  import('./print-dialog/paper-dialog.tsx').then((module) => module.PaperDialog),
);

/**
 * Ctrl+P prints at once where a printer was chosen for this kind of paper, and asks else; Ctrl+Shift+P always asks. What
 * went wrong opens the dialog, which says it.
 */
export function PrintButton({ kind, id }: PaperButtonProps): ReactNode {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const [refused, setRefused] = useState<Reason | null>(null);
  const isRunning = useRef(false);
  const ask = () => {
    setRefused(null);
    setOpen(true);
  };
  const print = async () => {
    // A second press while the first prints would print twice.
    if (isRunning.current) return;
    if (paperSettings(kind).printer === null) {
      ask();
      return;
    }
    isRunning.current = true;
    try {
      const { printPaper } = await import('./print-paper.ts');
      const told = await printPaper(kind, id);
      if (!('reason' in told)) return;
      setRefused(told.reason);
      setOpen(true);
    } finally {
      isRunning.current = false;
    }
  };
  useShortcut('mod+shift+p', ask, { labelKey: 'papers.ask' });
  return (
    <>
      <ActionButton label={t('papers.print')} keys="mod+p" labelKey="papers.print" onRun={() => void print()} />
      {isOpen ? <Dialog kind={kind} id={id} refused={refused} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
