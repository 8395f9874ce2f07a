/** @file A link that fills the form of a custom provider, and what the form then shows. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect } from '../fixtures.ts'
import { field } from './endpoint-form.ts'

export const linkKey = 'sk-canary-of-a-link-7d1f'

export function linkTo(name: string, baseUrl = 'https://llm.acme.example/v1'): string {
  const query = new URLSearchParams({
    name,
    type: 'openai-chat-completions',
    base_url: baseUrl,
    model: 'acme-large',
    key: linkKey,
    tls_off: 'true',
  })
  return `patchbay://add?${query}`
}

export async function expectLinkForm(page: Page, name: string): Promise<void> {
  await expect(page.getByRole('heading', { name: 'New provider' })).toBeVisible()
  await expect(field(page, 'Name')).toHaveValue(name)
  await expect(field(page, 'Base URL')).toHaveValue('https://llm.acme.example/v1')
  await expect(page.getByText('Unsaved changes')).toBeVisible()
  const notice = page.getByRole('status').filter({ hasText: 'From a link.' })
  await expect(notice).toContainText('Patchbay cannot tell who made it')
  await expect(notice).toContainText('tls_off')
  await expect(notice).not.toContainText(linkKey)
}

/** Nothing on the disk has the key, nor has anything that was printed. */
export async function expectLinkKeyNowhere(home: string, output: string): Promise<void> {
  expect(output).not.toContain(linkKey)
  for (const entry of await readdir(home, { recursive: true, withFileTypes: true })) {
    // Chromium's own files belong to the window, where the key was typed.
    if (!entry.isFile() || entry.parentPath.includes('electron')) continue
    const text = await readFile(join(entry.parentPath, entry.name), 'latin1')
    expect(text, entry.name).not.toContain(linkKey)
  }
}
