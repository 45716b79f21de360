import type { Manifest } from '../../kernel/domain.ts';
import { addPerson } from './commands/add-person.ts';
import { addRole } from './commands/add-role.ts';
import { changePerson } from './commands/change-person.ts';
import { changeRights } from './commands/change-rights.ts';
import { changeScopes } from './commands/change-scopes.ts';
import { changeSettings } from './commands/change-settings.ts';
import { changeTeamMembers } from './commands/change-team-members.ts';
import { closePeriod, reopenPeriod, reopenPeriodFirst } from './commands/close-period.ts';
import { invitePerson } from './commands/invite-person.ts';
import { rememberMapping } from './commands/remember-mapping.ts';
import { removeAbsence } from './commands/remove-absence.ts';
import { removePaperTemplate } from './commands/remove-paper-template.ts';
import { removeRole } from './commands/remove-role.ts';
import { renameRole } from './commands/rename-role.ts';
import { saveDocumentSeries } from './commands/save-document-series.ts';
import { saveLegalEntity } from './commands/save-legal-entity.ts';
import { savePaperTemplate } from './commands/save-paper-template.ts';
import { saveTeam } from './commands/save-team.ts';
import { saveTerritory } from './commands/save-territory.ts';
import { setAbsence } from './commands/set-absence.ts';
import { setHolidays } from './commands/set-holidays.ts';
import { setPersonActive } from './commands/set-person-active.ts';
import { setPersonLimit } from './commands/set-person-limit.ts';
import { setRoleLimit } from './commands/set-role-limit.ts';
import { voidInvitation } from './commands/void-invitation.ts';
import { approval, approvalsOfDocument } from './queries/approval.ts';
import { approvalCount, approvalList, decidedForMe } from './queries/approval-list.ts';
import { company } from './queries/company.ts';
import { companyBook, heldOrders } from './queries/company-book.ts';
import { importMappings } from './queries/import-mappings.ts';
import { paperTemplates } from './queries/paper-templates.ts';
import { people } from './queries/people.ts';
import { approversOf, canSpeakCodes, spokenCode } from './queries/spoken-code.ts';
import { adminTables } from './tables.ts';

export const admin: Manifest = {
  name: 'admin',
  tables: adminTables,
  balances: [],
  commands: [
    saveLegalEntity,
    saveTerritory,
    saveDocumentSeries,
    changeSettings,
    closePeriod,
    reopenPeriod,
    reopenPeriodFirst,
    setHolidays,
    addPerson,
    changePerson,
    setPersonActive,
    changeScopes,
    setPersonLimit,
    addRole,
    renameRole,
    removeRole,
    changeRights,
    setRoleLimit,
    saveTeam,
    changeTeamMembers,
    setAbsence,
    removeAbsence,
    invitePerson,
    voidInvitation,
    rememberMapping,
    savePaperTemplate,
    removePaperTemplate,
  ],
  queries: [
    company,
    companyBook,
    heldOrders,
    people,
    paperTemplates,
    importMappings,
    approval,
    approvalsOfDocument,
    approvalList,
    approvalCount,
    decidedForMe,
    spokenCode,
    canSpeakCodes,
    approversOf,
  ],
  demo: async () => (await import('./demo/parts.ts')).demoParts,
};

/** Whoever knows the domain knows its rows: the tables' types merge into the kernel's. */
export type * from './tables.ts';
