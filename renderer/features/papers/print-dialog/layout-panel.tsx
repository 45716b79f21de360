import { Button, Checkbox, Input } from 'antd';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { defaultLayout } from '#shared/kernel/papers/default-layouts.ts';
import type { PaperLayout } from '#shared/kernel/papers/layout.ts';
import type { PaperJob } from '#shared/kernel/papers/paper.ts';
import { bridge } from '../../../app/bridge.ts';
import { notify } from '../../../app/notices.ts';
import { useCommand } from '../../../app/use-command.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { paperName } from '../build-job.ts';

const headerParts = ['logo', 'address', 'phone', 'taxNumber', 'bank', 'barcode'] as const;
const LONGEST_LINE = 200;
const LONGEST_PARAGRAPH = 500;
const MOST_LINES = { extraLines: 4, copyNames: 4, notes: 6, terms: 12 } as const;

interface LayoutPanelProps {
  /** The paper as it stands, with the layout as it is typed. */
  readonly job: PaperJob;
  /** Of the company's own layout for it; null: it has none. */
  readonly templateId: string | null;
  readonly onChange: (layout: PaperLayout) => void;
  readonly onDone: () => void;
}

/** What a company decides about a kind of paper, beside a real one that shows it at once. */
export function LayoutPanel({ job, templateId, onChange, onDone }: LayoutPanelProps): ReactNode {
  const { t } = useTranslation();
  const save = useCommand('admin.savePaperTemplate');
  const remove = useCommand('admin.removePaperTemplate');
  const { layout, document, kind, size } = job;
  const { header, footer } = layout;
  const store = async () => {
    const [newId] = templateId === null ? await bridge().newIds(1) : [];
    const name = `${document.title} · ${t(`papers.sizes.${size}`)}`.slice(0, 60);
    const common = { kind, language: document.language, size, legalEntityId: null, isDefault: 1, active: 1 };
    const reply = await save.run({ templateId: templateId ?? newId, ...common, name, layout });
    if (reply.state === 'rejected') return;
    notify({ tone: 'done', title: () => t('papers.layout.saved', { name: document.title }) });
    onDone();
  };
  const reset = async () => {
    if (templateId === null) {
      onChange(defaultLayout(kind, size));
      return;
    }
    if ((await remove.run({ templateId })).state !== 'rejected') onDone();
  };
  return (
    <section className="paper-how paper-layout" aria-label={t('papers.layout.title', { name: paperName(job) })}>
      <Group title={t('papers.layout.header')}>
        {headerParts.map((part) => (
          <Checkbox
            key={part}
            checked={header[part] === 1}
            onChange={({ target }) => onChange({ ...layout, header: { ...header, [part]: target.checked ? 1 : 0 } })}
          >
            {t(`papers.layout.parts.${part}`)}
          </Checkbox>
        ))}
      </Group>
      <Lines
        label={t('papers.layout.extraLines')}
        lines={header.extraLines}
        most={MOST_LINES.extraLines}
        longest={LONGEST_LINE}
        onChange={(extraLines) => onChange({ ...layout, header: { ...header, extraLines } })}
      />
      <Group title={t('papers.layout.facts')}>
        {layout.facts.map(({ key, shown }) => (
          <Checkbox
            key={key}
            checked={shown === 1}
            onChange={({ target }) => onChange({ ...layout, facts: toggled(layout.facts, key, target.checked) })}
          >
            {t(`papers.facts.${key}`)}
          </Checkbox>
        ))}
      </Group>
      <Group title={t('papers.layout.columns')}>
        {layout.columns.map(({ key, shown }) => (
          <Checkbox
            key={key}
            checked={shown === 1}
            onChange={({ target }) => onChange({ ...layout, columns: toggled(layout.columns, key, target.checked) })}
          >
            {t(`papers.columns.${key === 'price' ? 'priceBeforeTax' : key}`)}
          </Checkbox>
        ))}
      </Group>
      <Lines
        label={t('papers.layout.notes')}
        lines={layout.notes}
        most={MOST_LINES.notes}
        longest={LONGEST_PARAGRAPH}
        onChange={(notes) => onChange({ ...layout, notes })}
      />
      <Lines
        label={t('papers.layout.terms')}
        lines={layout.terms}
        most={MOST_LINES.terms}
        longest={LONGEST_PARAGRAPH}
        onChange={(terms) => onChange({ ...layout, terms })}
      />
      <Lines
        label={t('papers.layout.copyNames')}
        lines={footer.copyNames}
        most={MOST_LINES.copyNames}
        longest={LONGEST_LINE}
        onChange={(copyNames) => onChange({ ...layout, footer: { ...footer, copyNames } })}
      />
      <div className="paper-actions">
        <Button onClick={() => void reset()}>{t('papers.layout.reset')}</Button>
        <Button onClick={onDone}>{t('papers.layout.back')}</Button>
        <ActionButton
          primary
          label={t('papers.layout.save')}
          keys="mod+enter"
          labelKey="papers.layout.save"
          loading={save.running}
          onRun={() => void store()}
        />
      </div>
    </section>
  );
}

function toggled<Part extends { readonly key: string; readonly shown: 0 | 1 }>(
  parts: readonly Part[],
  key: string,
  isShown: boolean,
): Part[] {
  return parts.map((part) => (part.key === key ? { ...part, shown: isShown ? 1 : 0 } : part));
}

function Group({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactNode {
  return (
    <fieldset className="paper-group">
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}

interface LinesProps {
  readonly label: string;
  readonly lines: readonly string[];
  readonly most: number;
  readonly longest: number;
  readonly onChange: (lines: string[]) => void;
}

/** Each line a paragraph; more than a paper may have are not taken. */
function Lines({ label, lines, most, longest, onChange }: LinesProps): ReactNode {
  const id = useId();
  return (
    <div className="paper-field">
      <label htmlFor={id}>{label}</label>
      <Input.TextArea
        id={id}
        autoSize={{ minRows: 1, maxRows: 4 }}
        value={lines.join('\n')}
        onChange={({ target }) =>
          onChange(
            target.value
              .split('\n')
              .slice(0, most)
              .map((line) => line.slice(0, longest)),
          )
        }
      />
    </div>
  );
}
