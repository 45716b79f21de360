import { AuditOutlined } from '@ant-design/icons';
import type { Feature } from '../../app/feature.ts';
import { loadScreen } from '../../app/load-screen.tsx';
import { openTab } from '../../app/tabs.ts';
import { mending } from './mending.ts';
import { tellDecided } from './tell-decided.ts';
import { useWaitingCount } from './use-waiting-count.ts';

const today = () => import('./today-parts.tsx');

export const feature: Feature = {
  mending,
  follow: tellDecided,
  routes: [
    {
      kind: 'approvalList',
      icon: AuditOutlined,
      titleKey: 'approvals.title',
      permission: 'sales.see',
      component: loadScreen(() => import('./approval-list.tsx').then((module) => module.ApprovalList)),
    },
    {
      kind: 'approval',
      icon: AuditOutlined,
      titleKey: 'approvals.one',
      permission: 'sales.see',
      documentParam: 'approvalId',
      identity: (params) => String(params.approvalId),
      component: loadScreen(() => import('./approval-page.tsx').then((module) => module.ApprovalPage)),
    },
  ],
  menu: [
    {
      route: 'approvalList',
      icon: AuditOutlined,
      labelKey: 'approvals.title',
      group: 'sales',
      order: 300,
      permission: 'sales.see',
      useCount: useWaitingCount,
    },
  ],
  actions: [
    {
      id: 'approvals.list',
      labelKey: 'approvals.title',
      icon: AuditOutlined,
      permission: 'sales.see',
      isPlace: true,
      run: () => void openTab('approvalList'),
    },
  ],
  today: [
    {
      id: 'approvals.decided',
      place: 'panel',
      order: 280,
      permission: 'sales.confirmOrder',
      mayBeEmpty: true,
      component: loadScreen(() => import('./decided-panel.tsx').then((module) => module.DecidedPanel)),
    },
    {
      id: 'approvals.mine',
      place: 'figure',
      order: 190,
      permission: 'sales.see',
      mayBeEmpty: true,
      component: loadScreen(() => today().then((module) => module.MineFigure)),
    },
  ],
};
