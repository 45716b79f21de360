import { Button, DatePicker, Input, Select } from 'antd';
import dayjs from 'dayjs';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { People, PersonRow } from '#shared/domains/admin/queries/people.ts';
import { useCommand } from '../../../app/use-command.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { dateText } from '../../../ui/format-text.ts';
import { PanelHeading } from '../../../ui/page.tsx';
import { useDayFormats } from '../../../ui/use-day-formats.ts';
import { newId } from './use-people.ts';

interface AbsenceSectionProps {
  readonly found: People;
  readonly person: PersonRow;
}

const DAY = 'YYYY-MM-DD';

/** When somebody is away and who decides meanwhile, with their rights and limits. */
export function AbsenceSection({ found, person }: AbsenceSectionProps): ReactNode {
  const { t, i18n } = useTranslation();
  const dayFormats = useDayFormats();
  const [days, setDays] = useState<readonly [string, string] | null>(null);
  const [deputyId, setDeputyId] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const setAbsence = useCommand('admin.setAbsence');
  const remove = useCommand('admin.removeAbsence');
  const save = async () => {
    if (!days || deputyId === null) return;
    const [startsOn, endsOn] = days;
    const reply = await setAbsence.run({
      ...{ id: await newId(), userId: person.id, deputyId, startsOn, endsOn },
      note: note.trim() === '' ? null : note.trim(),
    });
    if (reply.state === 'rejected') return;
    setDays(null);
    setDeputyId(null);
    setNote('');
  };
  return (
    <section className="people-section">
      <PanelHeading>{t('admin.people.absences')}</PanelHeading>
      {person.absences.map((absence) => (
        <div key={absence.id} className="people-absence">
          <span>
            {t('admin.people.absenceLine', {
              from: dateText(absence.startsOn, i18n.language),
              until: dateText(absence.endsOn, i18n.language),
              deputy: found.people.find(({ id }) => id === absence.deputyId)?.name ?? '',
            })}
            {absence.note ? <span className="small text-3"> {absence.note}</span> : null}
          </span>
          <Button size="small" onClick={() => void remove.run({ id: absence.id })}>
            {t('admin.people.removeAbsence')}
          </Button>
        </div>
      ))}
      {person.absences.length === 0 ? <p className="text-3">{t('admin.people.noAbsences')}</p> : null}
      <DatePicker.RangePicker
        format={dayFormats}
        aria-label={t('admin.people.days')}
        value={days ? [dayjs(days[0]), dayjs(days[1])] : null}
        onChange={(chosen) => setDays(chosen?.[0] && chosen[1] ? [chosen[0].format(DAY), chosen[1].format(DAY)] : null)}
      />
      <div className="people-pair">
        <Select<string>
          aria-label={t('admin.people.deputy')}
          showSearch={{ optionFilterProp: 'label' }}
          value={deputyId}
          placeholder={t('admin.people.deputy')}
          options={found.people
            .filter(({ id, active }) => id !== person.id && active === 1)
            .map(({ id, name }) => ({ value: id, label: name }))}
          onChange={setDeputyId}
        />
        <Input
          aria-label={t('admin.people.absenceNote')}
          value={note}
          maxLength={200}
          placeholder={t('admin.people.absenceNote')}
          onChange={(event) => setNote(event.target.value)}
        />
      </div>
      <div className="people-actions people-kept-seen">
        <ActionButton
          label={t('admin.people.setAbsence')}
          keys="alt+a"
          labelKey="admin.people.setAbsence"
          disabled={!days || deputyId === null}
          loading={setAbsence.running}
          onRun={() => void save()}
        />
      </div>
    </section>
  );
}
