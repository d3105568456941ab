import type { Deps } from '../platform/deps.ts';
import type { Route } from '../platform/route.ts';
import { accountPageRoutes } from './account-pages.ts';
import { accountRoutes } from './accounts-routes.ts';
import { administratorAccountRoutes } from './administrator-accounts.ts';
import { codeRoutes } from './code-routes.ts';
import { invitationRoutes } from './invitation-routes.ts';
import { oidcRoutes } from './oidc-routes.ts';
import { phoneRoutes } from './phone-routes.ts';
import { staffPageRoutes } from './staff-pages.ts';
import { staffRoutes } from './staff-routes.ts';

/** People: their accounts, how they sign in, and what they see of themselves. */
export function peopleRoutes(deps: Deps): Route[] {
  return [
    ...codeRoutes(deps),
    ...phoneRoutes(deps),
    ...oidcRoutes(deps),
    ...invitationRoutes(deps),
    ...accountPageRoutes(deps),
    ...staffPageRoutes(deps),
    ...accountRoutes(deps),
    ...administratorAccountRoutes(deps),
    ...staffRoutes(deps),
  ];
}
