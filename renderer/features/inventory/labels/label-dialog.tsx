// Long because what is printed, how often, on what and how it will look are chosen at one glance.
import { Button, Input, Modal, Select } from 'antd';
import { type FormEvent, type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  fontPattern,
  type LabelSize,
  labelSizeNames,
  MOST_COPIES,
  MOST_LABELS,
  type PrinterDpi,
  printedOf,
  printerDpis,
} from '#shared/kernel/labels/label.ts';
import { layOutLabel } from '#shared/kernel/labels/lay-out-label.ts';
import { writeLabelPicture } from '#shared/kernel/labels/write-pages.ts';
import type { Reason } from '#shared/kernel/refusal.ts';
import { AtArmsLength } from '../../../app/appearance.tsx';
import { i18n, type Language, languages, reasonText } from '../../../app/i18n.ts';
import { notify } from '../../../app/notices.ts';
import { useShortcut } from '../../../app/shortcuts.ts';
import { isWholeWindow, useTabs } from '../../../app/tabs.ts';
import { KeyCap } from '../../../ui/key-cap.tsx';
import { StateTag } from '../../../ui/state-tag.tsx';
import type { LabelItem } from './label-items.ts';
import { type LabelWay, labelWays, setLabelSettings, useLabelSettings } from './label-settings.ts';
import { isWhole, makeJob, mostOf, printLabels } from './print-labels.ts';
import './label-dialog.css';

const DIALOG_PX = 860;
const AT_WORK_DIALOG_PX = 1200;

interface LabelDialogProps {
  /** All of one kind. */
  readonly items: readonly LabelItem[];
  /** What they belong to, as the file will be called: GR-K7-000021. */
  readonly subject: string;
  readonly onClose: () => void;
}

/** Labels of what was given: how many of each, on which roll, to which printer. Enter prints. */
export function LabelDialog({ items, subject, onClose }: LabelDialogProps): ReactNode {
  const { t } = useTranslation();
  const field = useId();
  const settings = useLabelSettings();
  const isAtWork = useTabs(isWholeWindow);
  const [typed, setTyped] = useState<ReadonlyMap<string, string>>(new Map());
  const [shownId, setShownId] = useState<string | null>(null);
  const [refused, setRefused] = useState<Reason | null>(null);
  const [isRunning, setRunning] = useState(false);
  const kind = items[0]?.kind ?? 'goods';
  const size = settings.sizes[kind];
  const textOf = (item: LabelItem) => typed.get(item.id) ?? String(item.copies);
  const copiesOf = (item: LabelItem) => readCopies(textOf(item)) ?? 0;
  const shown = items.find(({ id }) => id === shownId) ?? items.find((item) => copiesOf(item) > 0) ?? items[0];
  const job = makeJob(items, copiesOf, kind, settings);
  const count = printedOf(job.labels);
  const bare = job.labels.filter(({ label }) => {
    const { codes, lacksCode } = layOutLabel(label, size, settings.dpi);
    return lacksCode || codes.length === 0;
  });
  const isWrong = items.some((item) => readCopies(textOf(item)) === null);
  const needsPrinter = settings.way === 'zpl';
  const isReady =
    count > 0 &&
    !isWrong &&
    isWhole(job, settings.way) &&
    !isRunning &&
    (!needsPrinter || settings.printer.trim() !== '');

  const print = async () => {
    if (!isReady) return;
    setRunning(true);
    setRefused(null);
    const told = await printLabels(job, t('inventory.labels.fileName', { subject }), settings);
    setRunning(false);
    if ('reason' in told) {
      setRefused(told.reason);
      return;
    }
    if (!told.done) return;
    notify({ tone: 'done', title: () => t(`inventory.labels.done.${settings.way}`, { count }) });
    onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void print();
  };
  const leave = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
    event.stopPropagation();
    onClose();
  };
  // Outside of fields, and before the keys of what lies below: a work mode's Esc would leave it, its Enter go on.
  useShortcut('escape', onClose);
  useShortcut('enter', () => void print());
  const setAll = (copies: string) => setTyped(new Map(items.map(({ id }) => [id, copies])));
  const dialog = (
    <Modal
      open
      centered
      keyboard={false}
      width={isAtWork ? AT_WORK_DIALOG_PX : DIALOG_PX}
      footer={null}
      title={t('inventory.labels.title', { subject })}
      onCancel={onClose}
    >
      <form className={isAtWork ? 'labels labels-at-work' : 'labels'} onSubmit={submit} onKeyDown={leave}>
        <section className="labels-what" aria-label={t('inventory.labels.what')}>
          <div className="labels-head">
            <span>{t('inventory.labels.what')}</span>
            <Button size="small" onClick={() => setTyped(new Map())}>
              {t('inventory.labels.proposed')}
            </Button>
            <Button size="small" onClick={() => setAll('1')}>
              {t('inventory.labels.oneEach')}
            </Button>
          </div>
          {items.length === 0 ? <p className="text-2">{t('inventory.labels.none')}</p> : null}
          <ul className="labels-list">
            {items.map((item, index) => (
              <li key={item.id} className={item.id === shown?.id ? 'labels-shown' : ''}>
                <button type="button" className="labels-name" onClick={() => setShownId(item.id)}>
                  <span className="ellipsis">{item.name}</span>
                  <small className="ellipsis">
                    {item.note}
                    {item.condition === undefined ? null : (
                      <StateTag plain state={item.condition === 'saleable' ? 'done' : 'wait'}>
                        {t(`inventory.labels.${item.condition === 'saleable' ? 'good' : 'rejected'}`)}
                      </StateTag>
                    )}
                  </small>
                </button>
                <input
                  className="labels-copies"
                  // biome-ignore lint/a11y/noAutofocus: the figures are what a person came for
                  autoFocus={index === 0}
                  inputMode="numeric"
                  autoComplete="off"
                  maxLength={5}
                  aria-label={t('inventory.labels.copiesOf', { name: `${item.name} ${item.note}` })}
                  aria-invalid={readCopies(textOf(item)) === null}
                  value={textOf(item)}
                  onFocus={(event) => {
                    setShownId(item.id);
                    event.target.select();
                  }}
                  onChange={(event) => setTyped(new Map([...typed, [item.id, event.target.value]]))}
                />
              </li>
            ))}
          </ul>
        </section>
        <section className="labels-how" aria-label={t('inventory.labels.how')}>
          {shown ? (
            <div className="labels-preview">
              <img
                alt={t('inventory.labels.preview', { name: shown.name })}
                className={`labels-picture labels-${size}`}
                src={pictureOf(shown, size, settings.dpi, settings.language)}
              />
            </div>
          ) : null}
          <div className="labels-field">
            <label htmlFor={`${field}size`}>{t('inventory.labels.size')}</label>
            <Select<LabelSize>
              id={`${field}size`}
              value={size}
              options={labelSizeNames.map((value) => ({ value, label: t(`inventory.labels.sizes.${value}`) }))}
              onChange={(chosen) => setLabelSettings({ sizes: { ...settings.sizes, [kind]: chosen } })}
            />
          </div>
          <div className="labels-field">
            <label htmlFor={`${field}language`}>{t('inventory.labels.language')}</label>
            <Select<Language | ''>
              id={`${field}language`}
              value={settings.language ?? ''}
              options={[
                { value: '', label: t('inventory.labels.windowLanguage') },
                ...languages.map((value) => ({ value, label: t(`inventory.labels.languages.${value}`) })),
              ]}
              onChange={(chosen) => setLabelSettings({ language: chosen === '' ? null : chosen })}
            />
          </div>
          <div className="labels-field">
            <label htmlFor={`${field}way`}>{t('inventory.labels.way')}</label>
            <Select<LabelWay>
              id={`${field}way`}
              value={settings.way}
              options={labelWays.map((value) => ({ value, label: t(`inventory.labels.ways.${value}`) }))}
              onChange={(way) => {
                setRefused(null);
                setLabelSettings({ way });
              }}
            />
          </div>
          {needsPrinter ? (
            <div className="labels-field">
              <label htmlFor={`${field}printer`}>{t('inventory.labels.printer')}</label>
              <Input
                id={`${field}printer`}
                maxLength={200}
                placeholder={t('inventory.labels.printerHint')}
                value={settings.printer}
                onChange={(event) => setLabelSettings({ printer: event.target.value })}
              />
            </div>
          ) : null}
          {settings.way === 'zpl' || settings.way === 'zplFile' ? (
            <>
              <div className="labels-field">
                <label htmlFor={`${field}dpi`}>{t('inventory.labels.dpi')}</label>
                <Select<PrinterDpi>
                  id={`${field}dpi`}
                  value={settings.dpi}
                  options={printerDpis.map((value) => ({ value, label: t('inventory.labels.dpiOf', { dpi: value }) }))}
                  onChange={(dpi) => setLabelSettings({ dpi })}
                />
              </div>
              <div className="labels-field">
                <label htmlFor={`${field}font`}>{t('inventory.labels.font')}</label>
                <Input
                  id={`${field}font`}
                  maxLength={24}
                  placeholder={t('inventory.labels.fontHint')}
                  status={job.font === null || fontPattern.test(job.font) ? '' : 'error'}
                  value={settings.font}
                  onChange={(event) => setLabelSettings({ font: event.target.value })}
                />
              </div>
            </>
          ) : null}
          {bare.length > 0 ? (
            <p className="labels-warning">{t('inventory.labels.bare', { count: bare.length })}</p>
          ) : null}
          {items.length >= MOST_LABELS ? (
            <p className="labels-warning">{t('inventory.labels.first', { most: MOST_LABELS })}</p>
          ) : null}
          {count > mostOf(settings.way) ? (
            <p className="labels-warning">{t('inventory.labels.tooMany', { most: mostOf(settings.way) })}</p>
          ) : null}
          {refused ? (
            <p className="labels-wrong" role="alert">
              {reasonText(refused)}
            </p>
          ) : null}
          <div className="labels-actions">
            <Button onClick={onClose}>{t('inventory.labels.cancel')}</Button>
            <Button type="primary" htmlType="submit" disabled={!isReady} loading={isRunning}>
              {t(`inventory.labels.run.${settings.way}`, { count })}
              <KeyCap keys="enter" />
            </Button>
          </div>
        </section>
      </form>
    </Modal>
  );
  return isAtWork ? <AtArmsLength>{dialog}</AtArmsLength> : dialog;
}

/** A figure as typed; null for what is none, or more than one label may have. */
function readCopies(typed: string): number | null {
  const text = typed.trim();
  if (!/^\d{0,5}$/.test(text)) return null;
  const copies = Number(text);
  return copies <= MOST_COPIES ? copies : null;
}

function pictureOf(item: LabelItem, size: LabelSize, dpi: PrinterDpi, language: Language | null): string {
  const picture = writeLabelPicture(item.draw(i18n.getFixedT(language ?? i18n.language)), size, dpi);
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(picture)}`;
}
