import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { roleCodes } from '#shared/domains/admin/model.ts';
import type { People, PersonRow, RoleRow } from '#shared/domains/admin/queries/people.ts';
import { bridge } from '../../../app/bridge.ts';
import { useQuery } from '../../../app/use-query.ts';
import { todayAt, useCompany } from '../../../ui/use-company.ts';

/** Everybody, every role and every team; undefined until they were read. */
export function usePeople(): People | undefined {
  const company = useCompany();
  const today = company ? todayAt(company) : '2000-01-01';
  const { data } = useQuery<People>('admin.people', { today }, { enabled: company !== undefined });
  return useMemo(() => data && { ...data, roles: inRoleOrder(data.roles) }, [data]);
}

/** Roles as a company thinks of them: the ready-made ones in their order, then its own by name. */
function inRoleOrder(roles: readonly RoleRow[]): readonly RoleRow[] {
  const places = new Map<string, number>(roleCodes.map((code, place) => [code, place]));
  const placeOf = ({ code }: RoleRow) => places.get(code) ?? places.size;
  return roles.toSorted((one, other) => placeOf(one) - placeOf(other) || one.name.localeCompare(other.name));
}

/** What a role is called: a ready-made one by the screens' own word until the company gave it another. */
export function useRoleName(): (role: Pick<RoleRow, 'code' | 'name'> | undefined) => string {
  const { t } = useTranslation();
  return (role) => {
    if (!role) return '';
    return role.name === role.code ? t(`admin.people.roles.${role.code}`, { defaultValue: role.name }) : role.name;
  };
}

/** How somebody stands today. */
export type PersonState = 'inactive' | 'away' | 'invited' | 'uninvited' | 'active';

/** @param now for invitations that have expired */
export function stateOf(person: PersonRow, today: string, now: number): PersonState {
  if (person.active === 0) return 'inactive';
  if (person.absences.some(({ startsOn, endsOn }) => startsOn <= today && today <= endsOn)) return 'away';
  const { invitation } = person;
  if (invitation && invitation.usedAt === null) return invitation.expiresAt > now ? 'invited' : 'uninvited';
  return 'active';
}

export async function newId(): Promise<string> {
  const [id] = await bridge().newIds(1);
  if (id === undefined) throw new Error('no id came');
  return id;
}
