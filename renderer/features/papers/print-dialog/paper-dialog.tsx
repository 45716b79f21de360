import { Button, Input, Modal, Select } from 'antd';
import { type FormEvent, type KeyboardEvent, type ReactNode, useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type PaperKind, type PaperLayout, templateKinds } from '#shared/kernel/papers/layout.ts';
import { MOST_COPIES } from '#shared/kernel/papers/paper.ts';
import { type PaperSize, paperSizeNames } from '#shared/kernel/papers/paper-sizes.ts';
import type { Reason } from '#shared/kernel/refusal.ts';
import type { PaperPrinter } from '#shared/protocol/paper-bridge.ts';
import { bridge } from '../../../app/bridge.ts';
import { type Language, languages, reasonText } from '../../../app/i18n.ts';
import { notify } from '../../../app/notices.ts';
import { usePermission } from '../../../app/session.ts';
import { useShortcut } from '../../../app/shortcuts.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { KeyCap } from '../../../ui/key-cap.tsx';
import { paperName } from '../build-job.ts';
import { setPaperSettings, usePaperSettings } from '../paper-settings.ts';
import { languageOf, printPaper } from '../print-paper.ts';
import { LayoutPanel } from './layout-panel.tsx';
import { SheetPreview } from './sheet-preview.tsx';
import { useDrawnPaper } from './use-drawn-paper.ts';
import './paper-dialog.css';

const DIALOG_PX = 1040;
const PREVIEW_PX = 620;

export interface PaperDialogProps {
  readonly kind: PaperKind;
  readonly id: string;
  /** Why it did not come to paper without asking. */
  readonly refused: Reason | null;
  readonly onClose: () => void;
}

/** A document as it will come out: on which printer, which paper, in which language. Enter prints, or it becomes a PDF. */
export function PaperDialog({ kind, id, refused, onClose }: PaperDialogProps): ReactNode {
  const { t } = useTranslation();
  const field = useId();
  const settings = usePaperSettings(kind);
  const { printer, size, copies } = settings;
  const [printers, setPrinters] = useState<readonly PaperPrinter[]>([]);
  const [told, setTold] = useState<Reason | null>(refused);
  const [isRunning, setRunning] = useState(false);
  const [layout, setLayout] = useState<PaperLayout | null>(null);
  const [turn, setTurn] = useState(0);
  const language = languageOf(settings.language);
  const { drawn, reason } = useDrawnPaper({ kind, id, size, language, layout }, turn);
  const mayChange = usePermission('admin.managePapers') && templateKinds.some((each) => each === kind);
  const set = (change: Parameters<typeof setPaperSettings>[1]) => {
    setTold(null);
    setPaperSettings(kind, change);
  };
  useEffect(() => {
    let isGone = false;
    void bridge()
      .papers.printers()
      .then((reply) => {
        if (!isGone && reply.ok) setPrinters(reply.printers);
      });
    return () => {
      isGone = true;
    };
  }, []);
  const isReady = drawn !== null && reason === null && layout === null && !isRunning;
  /** @param work answers with a reason, or whether the dialog is done with */
  const run = async (work: () => Promise<{ readonly done: boolean } | { readonly reason: Reason }>) => {
    if (!isReady) return;
    setRunning(true);
    setTold(null);
    const answer = await work();
    setRunning(false);
    if ('reason' in answer) setTold(answer.reason);
    else if (answer.done) onClose();
  };
  const print = () => void run(() => printPaper(kind, id));
  const save = () =>
    void run(async () => {
      if (!drawn) return { done: false };
      const reply = await bridge().papers.savePdf({ job: drawn.job, name: paperName(drawn.job) });
      if (!reply.ok) return reply;
      const { path } = reply;
      if (path !== null) notify({ tone: 'done', title: () => t('papers.saved', { path }) });
      return { done: path !== null };
    });
  const open = () =>
    void run(async () => {
      if (!drawn) return { done: false };
      const reply = await bridge().papers.openPdf({ job: drawn.job, name: paperName(drawn.job) });
      return reply.ok ? { done: true } : reply;
    });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    print();
  };
  const leave = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
    event.stopPropagation();
    onClose();
  };
  useShortcut('escape', onClose);
  useShortcut('enter', print);
  useShortcut('mod+p', print);
  const wrong = reason ?? told;
  const isUnknown = printer !== null && !printers.some(({ name }) => name === printer);
  return (
    <Modal
      open
      centered
      keyboard={false}
      width={DIALOG_PX}
      footer={null}
      title={drawn ? t('papers.title', { name: paperName(drawn.job) }) : t('papers.print')}
      onCancel={onClose}
    >
      <form className="paper-dialog" onSubmit={submit} onKeyDown={leave}>
        <SheetPreview
          html={drawn?.html ?? null}
          size={drawn?.job.size ?? size}
          pages={drawn?.pages ?? 0}
          widthPx={PREVIEW_PX}
        />
        {layout !== null && drawn ? (
          <LayoutPanel
            job={{ ...drawn.job, layout }}
            templateId={drawn.templateId}
            onChange={setLayout}
            onDone={() => {
              setLayout(null);
              setTurn(turn + 1);
            }}
          />
        ) : (
          <section className="paper-how" aria-label={t('papers.how')}>
            <div className="paper-field">
              <label htmlFor={`${field}printer`}>{t('papers.printer')}</label>
              <Select<string>
                id={`${field}printer`}
                autoFocus
                value={printer ?? ''}
                options={[
                  { value: '', label: t('papers.askSystem') },
                  ...printers.map(({ name, label }) => ({ value: name, label })),
                  ...(isUnknown ? [{ value: printer, label: t('papers.printerGone', { printer }) }] : []),
                ]}
                onChange={(chosen) => set({ printer: chosen === '' ? null : chosen })}
              />
            </div>
            <div className="paper-field">
              <label htmlFor={`${field}size`}>{t('papers.size')}</label>
              <Select<PaperSize>
                id={`${field}size`}
                value={size}
                options={paperSizeNames.map((value) => ({ value, label: t(`papers.sizes.${value}`) }))}
                onChange={(chosen) => set({ size: chosen })}
              />
            </div>
            <div className="paper-field">
              <label htmlFor={`${field}language`}>{t('papers.language')}</label>
              <Select<Language | ''>
                id={`${field}language`}
                value={settings.language ?? ''}
                options={[
                  { value: '', label: t('papers.windowLanguage') },
                  ...languages.map((value) => ({ value, label: t(`papers.languages.${value}`) })),
                ]}
                onChange={(chosen) => set({ language: chosen === '' ? null : chosen })}
              />
            </div>
            <div className="paper-field">
              <label htmlFor={`${field}copies`}>{t('papers.copies')}</label>
              <Input
                id={`${field}copies`}
                inputMode="numeric"
                maxLength={1}
                value={String(copies)}
                onFocus={(event) => event.target.select()}
                onChange={({ target }) => {
                  const typed = Number(target.value);
                  if (typed >= 1 && typed <= MOST_COPIES) set({ copies: typed });
                }}
              />
            </div>
            <p className="text-2">{t(printer === null ? 'papers.asksEachTime' : 'papers.printsAtOnce')}</p>
            {wrong ? (
              <p className="paper-wrong" role="alert">
                {reasonText(wrong)}
              </p>
            ) : null}
            <div className="paper-actions">
              {mayChange && drawn ? (
                <ActionButton
                  label={t('papers.layout.change')}
                  keys="mod+l"
                  labelKey="papers.layout.change"
                  onRun={() => setLayout(drawn.job.layout)}
                />
              ) : null}
              <ActionButton
                label={t('papers.open')}
                keys="mod+o"
                labelKey="papers.open"
                disabled={!isReady}
                onRun={open}
              />
              <ActionButton
                label={t('papers.save')}
                keys="mod+s"
                labelKey="papers.save"
                disabled={!isReady}
                onRun={save}
              />
              <Button type="primary" htmlType="submit" disabled={!isReady} loading={isRunning}>
                {t('papers.run')}
                <KeyCap keys="enter" />
              </Button>
            </div>
          </section>
        )}
      </form>
    </Modal>
  );
}
