/** @file The way to each screen, by the names that people see. */
import type { Page } from '@playwright/test'

export async function openSettings(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Settings', exact: true }).click()
  await page.getByRole('heading', { name: 'Models & Providers', level: 1 }).waitFor()
}

export async function openCustomProviders(page: Page): Promise<void> {
  await openSettings(page)
  await page.getByRole('button', { name: 'Custom Providers', exact: true }).click()
  await page.getByRole('heading', { name: 'Custom Providers', level: 1 }).waitFor()
}

export async function openNewProvider(page: Page): Promise<void> {
  await openCustomProviders(page)
  await page.getByRole('button', { name: 'Add Provider', exact: true }).click()
  await page.getByRole('heading', { name: 'New provider' }).waitFor()
}

export async function openChat(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Chat', exact: true }).click()
  await page.getByRole('textbox', { name: 'Message', exact: true }).waitFor()
}

export async function openGateway(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Gateway', exact: true }).click()
  await page.getByRole('heading', { name: 'Gateway', level: 1 }).waitFor()
}
