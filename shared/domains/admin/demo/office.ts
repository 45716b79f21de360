/** What the office has done by today: months closed, people invited, who is away, limits that are somebody's own. */
import { batchOf, type Demo, type DemoBatch, type DemoPart, madeBy } from '../../../kernel/demo.ts';
import { addDays } from '../../../kernel/instants.ts';
import type { Row } from '../../../kernel/table.ts';
import { INVITATION_LIFE_DAYS } from '../people-model.ts';
import { demoAbsences, demoOwnLimits, demoPeople } from './people.ts';

const DAY_MS = 86_400_000;
/** A month is closed on this day of the next, or on the first open day after it. */
const CLOSED_ON = 5;
/** Days ago. */
const INVITED = { invited: 1, lapsed: 16 } as const;

export const officePart: DemoPart = {
  name: 'admin.office',
  after: ['admin.company'],
  begin: (demo) => ({ finish: () => writeOffice(demo) }),
};

function* writeOffice(demo: Demo): Iterable<DemoBatch> {
  const { language, story, days, today } = demo;
  const { newId, random } = demo.source('admin.office');
  const administrator = story.person('gao');
  const first = days[0].at(9 * 60);
  yield batchOf('periods', closedMonths(demo));
  yield batchOf(
    'userLimits',
    demoOwnLimits.map(({ login, kind, value }) => ({
      ...{ id: newId(first), userId: story.person(login).id, kind, value },
      ...madeBy(administrator.id, first),
    })),
  );
  const yesterday = days[days.length - 1] ?? days[0];
  yield batchOf(
    'absences',
    demoAbsences.map(({ login, deputy, from, to, note }) => {
      const saidAt = yesterday.at(16 * 60) + Math.min(0, from - 3) * DAY_MS;
      const { id: userId } = story.person(login);
      return {
        ...{ id: newId(saidAt), userId, deputyId: story.person(deputy).id },
        ...{ startsOn: addDays(today, from), endsOn: addDays(today, to), note: note[language] },
        ...madeBy(userId, saidAt),
      };
    }),
  );
  yield batchOf(
    'invitations',
    demoPeople.flatMap(({ login, standing }) => {
      if (standing === undefined || standing === 'left') return [];
      const at = yesterday.at(15 * 60 + 20) - (INVITED[standing] - 1) * DAY_MS;
      return {
        ...{ id: newId(at), userId: story.person(login).id },
        // Of no code: nobody joins as a person of the demo who has no password.
        codeHash: Array.from({ length: 64 }, () => random.between(0, 15).toString(16)).join(''),
        ...{ expiresAt: at + INVITATION_LIFE_DAYS * DAY_MS, usedAt: null, voidedAt: null },
        ...madeBy(administrator.id, at),
      };
    }),
  );
}

/** Every month that is over, but the last one for as long as its last papers come in. */
function closedMonths({ days, story, source }: Demo): Row<'periods'>[] {
  const { newId } = source('admin.periods');
  const closer = story.person('xu');
  const months = [...new Set(days.map(({ date }) => date.slice(0, 7)))];
  return months.flatMap((month, index) => {
    const next = months[index + 1];
    const closing = next && days.find(({ date, weight }) => date >= `${next}-0${CLOSED_ON}` && weight > 0);
    if (!closing) return [];
    const changedAt = closing.at(17 * 60 + 10);
    return {
      ...{ id: newId(changedAt), legalEntityId: story.signerId, month, state: 'closed' as const },
      ...{ changedAt, changedBy: closer.id, changedByName: closer.name },
      ...madeBy(closer.id, changedAt),
    };
  });
}
