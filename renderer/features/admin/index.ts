import {
  BankOutlined,
  CalendarOutlined,
  FolderOpenOutlined,
  HistoryOutlined,
  ImportOutlined,
  LaptopOutlined,
  UserOutlined,
  UserSwitchOutlined,
} from '@ant-design/icons';
import { permissions } from '#shared/domains/admin/model.ts';
import type { Feature } from '../../app/feature.ts';
import { loadScreen } from '../../app/load-screen.tsx';
import { openTab } from '../../app/tabs.ts';
import { targetOf } from './import/import-targets.ts';
import { mending } from './mending.ts';

/** Who may change anything of the company's own rows may see them all. */
const companyRights = [permissions.manageCompany, permissions.managePeriods, permissions.manageRates];

/** The matrix of rights is beside the people who have them. */
const peopleRights = [permissions.managePeople, permissions.manageRoles];

export const feature: Feature = {
  mending,
  routes: [
    {
      kind: 'audit',
      icon: HistoryOutlined,
      titleKey: 'admin.audit.title',
      title: ({ name }, t) => (typeof name === 'string' ? t('admin.audit.of', { name }) : t('admin.audit.title')),
      identity: ({ rowId }) => String(rowId ?? ''),
      permission: permissions.seeAudit,
      component: loadScreen(() => import('./audit/audit-screen.tsx').then((module) => module.AuditScreen)),
    },
    {
      kind: 'opening',
      icon: FolderOpenOutlined,
      titleKey: 'admin.opening.title',
      identity: () => 'opening',
      permission: permissions.importData,
      component: loadScreen(() => import('./opening/opening-screen.tsx').then((module) => module.OpeningScreen)),
    },
    {
      kind: 'people',
      icon: UserSwitchOutlined,
      titleKey: 'admin.people.title',
      permission: peopleRights,
      component: loadScreen(() => import('./people/people-screen.tsx').then((module) => module.PeopleScreen)),
    },
    {
      kind: 'person',
      icon: UserOutlined,
      titleKey: 'admin.people.one',
      identity: (params) => String(params.userId),
      permission: permissions.managePeople,
      component: loadScreen(() => import('./people/person-page.tsx').then((module) => module.PersonPage)),
    },
    {
      kind: 'ownAbsence',
      icon: CalendarOutlined,
      titleKey: 'admin.people.ownAbsence',
      permission: permissions.setAbsence,
      component: loadScreen(() => import('./people/own-absence.tsx').then((module) => module.OwnAbsence)),
    },
    {
      kind: 'import',
      icon: ImportOutlined,
      titleKey: 'admin.import.title',
      identity: (params) => targetOf(params.target),
      permission: permissions.importData,
      component: loadScreen(() => import('./import/import-screen.tsx').then((module) => module.ImportScreen)),
    },
    {
      kind: 'company',
      icon: BankOutlined,
      titleKey: 'admin.company.title',
      identity: () => 'company',
      permission: companyRights,
      component: loadScreen(() => import('./company/company-screen.tsx').then((module) => module.CompanyScreen)),
    },
    {
      kind: 'devices',
      icon: LaptopOutlined,
      titleKey: 'admin.devices.title',
      identity: () => 'devices',
      permission: permissions.manageDevices,
      component: loadScreen(() => import('./devices/devices-screen.tsx').then((module) => module.DevicesScreen)),
    },
    {
      kind: 'device',
      icon: LaptopOutlined,
      titleKey: 'admin.devices.title',
      title: ({ name }, t) => String(name ?? t('admin.devices.title')),
      identity: ({ deviceId }) => String(deviceId),
      permission: permissions.manageDevices,
      component: loadScreen(() => import('./devices/device-page.tsx').then((module) => module.DevicePage)),
    },
  ],
  menu: [
    {
      route: 'company',
      icon: BankOutlined,
      labelKey: 'admin.company.title',
      order: 780,
      permission: companyRights,
      group: 'administration',
    },
    {
      route: 'people',
      icon: UserSwitchOutlined,
      labelKey: 'admin.people.menu',
      order: 785,
      permission: peopleRights,
      group: 'administration',
    },
    {
      route: 'devices',
      icon: LaptopOutlined,
      labelKey: 'admin.devices.title',
      order: 790,
      permission: permissions.manageDevices,
      group: 'administration',
    },
    {
      route: 'audit',
      icon: HistoryOutlined,
      labelKey: 'admin.audit.menu',
      order: 795,
      permission: permissions.seeAudit,
      group: 'administration',
    },
    {
      route: 'opening',
      icon: FolderOpenOutlined,
      labelKey: 'admin.opening.title',
      order: 800,
      permission: permissions.importData,
      group: 'administration',
    },
    {
      route: 'import',
      icon: ImportOutlined,
      labelKey: 'admin.import.title',
      order: 805,
      permission: permissions.importData,
      group: 'administration',
    },
  ],
  actions: [
    {
      id: 'admin.opening',
      labelKey: 'admin.opening.action',
      icon: FolderOpenOutlined,
      permission: permissions.importData,
      run: () => openTab('opening'),
    },
    {
      id: 'admin.ownAbsence',
      labelKey: 'admin.people.ownAbsence',
      icon: CalendarOutlined,
      permission: permissions.setAbsence,
      isPlace: true,
      run: () => openTab('ownAbsence'),
    },
    {
      id: 'admin.import',
      labelKey: 'admin.import.action',
      icon: ImportOutlined,
      permission: permissions.importData,
      run: () => openTab('import'),
    },
  ],
};
