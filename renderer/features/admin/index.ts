import { ImportOutlined } from '@ant-design/icons';
import { permissions } from '#shared/domains/admin/model.ts';
import type { Feature } from '../../app/feature.ts';
import { loadScreen } from '../../app/load-screen.tsx';
import { openTab } from '../../app/tabs.ts';
import { targetOf } from './import/import-targets.ts';

export const feature: Feature = {
  routes: [
    {
      kind: 'import',
      icon: ImportOutlined,
      titleKey: 'admin.import.title',
      identity: (params) => targetOf(params.target),
      permission: permissions.importData,
      component: loadScreen(() => import('./import/import-screen.tsx').then((module) => module.ImportScreen)),
    },
  ],
  menu: [
    {
      route: 'import',
      icon: ImportOutlined,
      labelKey: 'admin.import.title',
      order: 800,
      permission: permissions.importData,
      foot: true,
    },
  ],
  actions: [
    {
      id: 'admin.import',
      labelKey: 'admin.import.action',
      icon: ImportOutlined,
      permission: permissions.importData,
      run: () => openTab('import'),
    },
  ],
};
