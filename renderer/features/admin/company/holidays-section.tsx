import { Input } from 'antd';
import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import type { CompanyBook } from '#shared/domains/admin/queries/company-book.ts';
import { bridge } from '../../../app/bridge.ts';
import { offerUndo } from '../../../app/notices.ts';
import { usePermission } from '../../../app/session.ts';
import { useCommand } from '../../../app/use-command.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { DateOnly } from '../../../ui/format.tsx';
import { PanelHeading, SidePanel } from '../../../ui/page.tsx';
import { StateTag } from '../../../ui/state-tag.tsx';
import { useToday } from '../../../ui/use-company.ts';
import { readDay } from './fields.tsx';
import { readDays } from './read-days.ts';
import { RecordSection } from './record-section.tsx';
import { newId, type SectionProps } from './use-book.ts';
import { YearStep } from './year-step.tsx';

type Holiday = CompanyBook['holidays'][number];

/** Days that are not what their weekday says (R80): holidays, and weekends that are worked for them. */
export function HolidaysSection({ book }: SectionProps): ReactNode {
  const { t, i18n } = useTranslation();
  const mayEdit = usePermission(permissions.manageCompany);
  const today = useToday();
  const command = useCommand('admin.setHolidays');
  const [year, setYear] = useState<number | null>(null);
  const [pasting, setPasting] = useState(false);
  const shownYear = year ?? Number(today.slice(0, 4) || '2026');
  const thisYear = Number(today.slice(0, 4));
  // The next year's days are announced in November.
  const needed = thisYear === 0 ? [] : today.slice(5) >= '11-01' ? [thisYear, thisYear + 1] : [thisYear];
  const missing = needed.filter((each) => !book.holidays.some(({ day }) => day.startsWith(`${each}-`)));
  const rows = book.holidays.filter(({ day }) => day.startsWith(`${shownYear}-`));
  const weekday = new Intl.DateTimeFormat(i18n.language, { weekday: 'short', timeZone: 'UTC' });
  const kinds = (['holiday', 'workday'] as const).map((value) => ({
    value,
    label: t(`admin.company.holidays.kinds.${value}`),
  }));
  return (
    <>
      <RecordSection<Holiday>
        label={t('admin.company.sections.holidays')}
        note={missing.length > 0 ? null : t('admin.company.holidays.note')}
        newKey="admin.company.holidays.new"
        empty={{ title: t('admin.company.holidays.none'), text: t('admin.company.holidays.noneText') }}
        mayEdit={mayEdit}
        rows={rows}
        rowKey={(row) => row.id}
        filter={
          <>
            <YearStep year={shownYear} onChange={setYear} />
            {missing.map((each) => (
              <StateTag key={each} plain state="soon">
                {t('admin.company.holidays.missing', { year: each })}
              </StateTag>
            ))}
          </>
        }
        actions={
          mayEdit ? (
            <ActionButton
              label={t('admin.company.holidays.paste')}
              keys="alt+i"
              labelKey="admin.company.holidays.paste"
              onRun={() => setPasting(true)}
            />
          ) : null
        }
        columns={[
          {
            key: 'day',
            title: t('admin.company.fields.day'),
            width: '140px',
            strong: true,
            render: (row) => <DateOnly value={row.day} />,
          },
          {
            key: 'weekday',
            title: t('admin.company.fields.weekday'),
            width: '88px',
            render: (row) => weekday.format(new Date(`${row.day}T00:00:00Z`)),
          },
          {
            key: 'name',
            title: t('admin.company.fields.name'),
            width: 'minmax(140px, 1fr)',
            render: (row) => row.name,
          },
          {
            key: 'kind',
            title: t('admin.company.fields.state'),
            width: '140px',
            render: (row) => (
              <StateTag plain state={row.kind === 'holiday' ? 'draft' : 'open'}>
                {t(`admin.company.holidays.kinds.${row.kind}`)}
              </StateTag>
            ),
          },
        ]}
        titleOf={(row) => row.name || row.day}
        draftOf={(row) => ({ day: row?.day ?? '', name: row?.name ?? '', kind: row?.kind ?? 'holiday' })}
        fieldsOf={(_, row) => [
          {
            name: 'day',
            label: t('admin.company.fields.day'),
            kind: 'date',
            required: true,
            maxLength: 10,
            locked: row !== null,
          },
          { name: 'name', label: t('admin.company.fields.name'), kind: 'text', maxLength: 60 },
          { name: 'kind', label: t('admin.company.fields.state'), kind: 'choice', required: true, choices: kinds },
        ]}
        save={async (draft) => {
          const { name = '', kind } = draft;
          const day = { id: await newId(), day: readDay(draft.day ?? '') ?? '', name, kind };
          if ((await command.run({ days: [day] })).state === 'rejected') return false;
          const before = daysBefore(book, [day]);
          return () => command.run({ days: before });
        }}
        below={(row, close) =>
          row && mayEdit ? (
            <ActionButton
              label={t('admin.company.holidays.takeBack')}
              keys="alt+delete"
              labelKey="admin.company.holidays.takeBack"
              loading={command.running}
              onRun={() =>
                void command.run({ days: [{ id: row.id, day: row.day, name: '', kind: null }] }).then((reply) => {
                  if (reply.state === 'rejected') return;
                  close();
                  offerUndo({
                    label: () => t('admin.company.holidays.takenBack', { day: row.day }),
                    run: async () => void (await command.run({ days: daysBefore(book, [row]) })),
                  });
                })
              }
            />
          ) : null
        }
      />
      {pasting ? <PasteDays book={book} onClose={() => setPasting(false)} onYear={setYear} /> : null}
    </>
  );
}

/** What the days were before they are said anew: as the book has them, else as their weekday. */
function daysBefore({ holidays }: CompanyBook, days: readonly { readonly id: string; readonly day: string }[]) {
  return days.map(({ id, day }) => {
    const known = holidays.find((each) => each.day === day);
    return known ? { id: known.id, day, name: known.name, kind: known.kind } : { id, day, name: '', kind: null };
  });
}

/** A year of days at once, pasted from a table or a notice. */
function PasteDays({
  book,
  onClose,
  onYear,
}: SectionProps & {
  readonly onClose: () => void;
  readonly onYear: (year: number) => void;
}): ReactNode {
  const { t } = useTranslation();
  const command = useCommand('admin.setHolidays');
  const [text, setText] = useState('');
  const file = useRef<HTMLInputElement>(null);
  const { days, wrongLines } = readDays(text);
  const save = async () => {
    const ids = await bridge().newIds(days.length);
    const taken = days.map((day, at) => ({ id: ids[at] ?? '', ...day }));
    const reply = await command.run({ days: taken });
    if (reply.state === 'rejected') return;
    const before = daysBefore(book, taken);
    onYear(Number(days[0]?.day.slice(0, 4)));
    onClose();
    offerUndo({
      label: () => t('admin.company.holidays.taken', { count: taken.length }),
      run: async () => void (await command.run({ days: before })),
    });
  };
  return (
    <SidePanel
      kind="order"
      label={t('admin.company.holidays.paste')}
      footer={
        <>
          <ActionButton label={t('admin.company.leave')} onRun={onClose} />
          <ActionButton
            primary
            label={t('admin.company.holidays.take', { count: days.length })}
            keys="mod+s"
            labelKey="admin.company.save"
            disabled={days.length === 0 || wrongLines.length > 0}
            loading={command.running}
            onRun={() => void save()}
          />
        </>
      }
    >
      <div className="company-paste">
        <PanelHeading>{t('admin.company.holidays.paste')}</PanelHeading>
        <p className="text-3">{t('admin.company.holidays.pasteHelp')}</p>
        <input
          ref={file}
          type="file"
          hidden
          accept=".csv,.tsv,.txt"
          aria-label={t('admin.company.holidays.file')}
          onChange={(event) => {
            const chosen = event.target.files?.[0];
            if (chosen) void readTextFile(chosen).then(setText);
            event.target.value = '';
          }}
        />
        <ActionButton
          label={t('admin.company.holidays.file')}
          keys="alt+o"
          labelKey="admin.company.holidays.file"
          onRun={() => file.current?.click()}
        />
        <Input.TextArea
          autoFocus
          rows={16}
          value={text}
          aria-label={t('admin.company.holidays.paste')}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') onClose();
          }}
        />
        {wrongLines.length > 0 ? (
          <p role="alert" className="company-field-wrong">
            {t('admin.company.holidays.wrongLines', { lines: wrongLines.slice(0, 5).join(', ') })}
          </p>
        ) : null}
      </div>
    </SidePanel>
  );
}

/** A CSV or text file as a person saved it: UTF-8, or what Excel writes in China. */
async function readTextFile(file: File): Promise<string> {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}
