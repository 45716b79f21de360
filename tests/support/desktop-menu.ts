/** The menu at the side, pressed as people press it: a place in a folded group is seen when the group is opened. */
import { expect, type Page } from '@playwright/test';

/** Opens every group, which stays so for that person on that computer. */
export async function unfoldMenu(page: Page): Promise<void> {
  await expect(page.locator('.side-item').first()).toBeVisible();
  const folded = page.locator('.side-heading[aria-expanded="false"]');
  while ((await folded.count()) > 0) await folded.first().click();
}

/** Goes to the place of a route (`customerList`), wherever it stands. */
export async function openPlace(page: Page, route: string): Promise<void> {
  await unfoldMenu(page);
  await page.locator(`.side-item[data-route="${route}"]`).click();
}
