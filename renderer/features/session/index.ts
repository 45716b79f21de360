import { lazy } from 'react';
import type { Feature } from '../../app/feature.ts';

/** Loads while the device is still asked who is here: nearly every start begins with it. */
const signIn = import('./sign-in/sign-in.tsx').then((module) => ({ default: module.SignIn }));

export const feature: Feature = {
  routes: [],
  menu: [],
  gates: {
    firstStart: lazy(() => import('./first-start/first-start.tsx').then((module) => ({ default: module.FirstStart }))),
    signedOut: lazy(() => signIn),
    firstLoad: lazy(() => import('./first-load.tsx').then((module) => ({ default: module.FirstLoad }))),
  },
};
