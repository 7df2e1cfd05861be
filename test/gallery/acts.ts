import type { Page } from 'playwright-core';

// What a person does to get to a state, in any language: by what is data or has a test id, never by words of the window.

export async function choosePreset(page: Page, id: string): Promise<void> {
  await page.getByTestId('preset-field').click();
  await page.locator(`[data-testid="preset-option"][data-preset="${id}"]`).click();
}

/** Brings a recording into view. */
export const lookAt = (name: string) => async (page: Page) => {
  await page.getByRole('tab').filter({ hasText: name }).first().click();
};
