/** @file J1: a custom provider of each type, added in the form, checked, saved and used. */
import type { StrictUpstreamOptions } from '@patchbay/provider-core/testing'
import { expect, test } from '../fixtures.ts'
import { searchKeychain } from '../keychain.ts'
import { messageBox, sendMessage, typeModel, waitForReply } from '../screens/chat.ts'
import {
  checkConnection,
  fillEndpoint,
  saveEndpoint,
  secretNames,
} from '../screens/endpoint-form.ts'
import { openChat, openNewProvider } from '../screens/navigation.ts'

const entra = { tenantId: 'contoso.example', clientId: 'app-1', clientSecret: 'entra-secret-0001' }

const cases: (StrictUpstreamOptions & { by?: string })[] = [
  { spec: 'anthropic' },
  { spec: 'openai-chat-completions' },
  { spec: 'openai-responses' },
  { spec: 'google' },
  { spec: 'azure' },
  { spec: 'amazon-bedrock' },
  { spec: 'google-vertex' },
  { spec: 'azure', by: 'Entra application', auth: { entra } },
  { spec: 'google-vertex', by: 'express key', auth: { expressKey: 'express-key-0001' } },
]

for (const { by, ...options } of cases) {
  const title = by === undefined ? options.spec : `${options.spec} by ${by}`
  test(`${title}: typed into the form, it checks, saves and answers`, async ({
    launchApp,
    startUpstream,
  }) => {
    const upstream = await startUpstream(options)
    const { expectations } = upstream
    const model = expectations.models[0] ?? ''
    const app = await launchApp()
    const { page } = app
    const name = `My ${options.spec}`

    await openNewProvider(page)
    await fillEndpoint(page, expectations, { name, models: [model] })
    const result = await checkConnection(page, 'Answers')
    await expect(result.getByText('failed', { exact: true })).toHaveCount(0)
    await saveEndpoint(page, name)
    for (const secret of Object.keys(expectations.secrets)) {
      const stored = page.getByRole('group', { name: secretNames[secret] ?? secret })
      await expect(stored.getByText(/^Saved in /)).toBeVisible()
      await expect(stored.getByRole('button', { name: 'Replace' })).toBeVisible()
    }

    const keychain = searchKeychain()
    for (const [secret, value] of Object.entries(expectations.secrets)) {
      // What is too long for every keychain is sealed in a file, its key is in the keychain.
      const expected = value.length > 1200 ? 'patchbay-sealed-1:' : value
      expect(keychain, `${secret} in the keychain`).toContain(expected)
    }

    await openChat(page)
    await typeModel(page, `${model}-2`)
    await sendMessage(page, 'Are you there?')
    const reply = await waitForReply(page, `${model}-2`)
    await expect(reply).toContainText(`heard: Are you there?`)
    await expect(reply).toContainText('21 in, 34 out')
    await expect(messageBox(page)).toHaveValue('')
    expect(upstream.requests.at(-1)?.model).toBe(`${model}-2`)
  })
}
