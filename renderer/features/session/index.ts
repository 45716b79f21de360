import { lazy } from 'react';
import type { Feature } from '../../app/feature.ts';

export const feature: Feature = {
  routes: [],
  menu: [],
  gates: {
    firstStart: lazy(() => import('./first-start/first-start.tsx').then((module) => ({ default: module.FirstStart }))),
    signedOut: lazy(() => import('./sign-in/sign-in.tsx').then((module) => ({ default: module.SignIn }))),
    firstLoad: lazy(() => import('./first-load.tsx').then((module) => ({ default: module.FirstLoad }))),
  },
};
