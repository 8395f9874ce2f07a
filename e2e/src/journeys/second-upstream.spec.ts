/** @file Every provider type against aimock, an upstream that others wrote. */
import { LLMock } from '@copilotkit/aimock'
import type { EndpointInput } from '@patchbay/provider-core/testing'
import { addEndpoint } from '../command.ts'
import { expect, test } from '../fixtures.ts'
import { pickModel, sendMessage, waitForReply } from '../screens/chat.ts'
import { openChat } from '../screens/navigation.ts'

test('every provider type is answered by aimock', async ({
  createHome,
  launchApp,
  startUpstream,
}) => {
  const mock = new LLMock({ port: 0 })
  mock.onMessage(/Hello from/, { content: 'A fixture says **hello** to you.' })
  await mock.start()
  // aimock hands out no access tokens, so Vertex fetches its own from the strict fake.
  const tokens = await startUpstream({ spec: 'google-vertex' })
  const apiKey = 'sk-aimock'
  const endpoints: (Omit<EndpointInput, 'name'> & { model: string })[] = [
    { spec: 'anthropic', baseUrl: mock.url, model: 'claude-x', secrets: { apiKey } },
    {
      spec: 'openai-chat-completions',
      baseUrl: `${mock.url}/v1`,
      model: 'chat-x',
      secrets: { apiKey },
    },
    { spec: 'openai-responses', baseUrl: `${mock.url}/v1`, model: 'gpt-x', secrets: { apiKey } },
    { spec: 'google', baseUrl: mock.url, model: 'gemini-x', secrets: { apiKey } },
    {
      spec: 'azure',
      baseUrl: mock.url,
      apiVersion: '2024-10-21',
      model: 'deployment-x',
      secrets: { apiKey },
    },
    {
      spec: 'amazon-bedrock',
      baseUrl: mock.url,
      region: 'eu-central-1',
      model: 'amazon.nova-x-v1:0',
      secrets: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' },
    },
    {
      spec: 'amazon-bedrock',
      baseUrl: mock.url,
      region: 'eu-central-1',
      model: 'anthropic.claude-x-v1:0',
      secrets: { apiKey },
    },
    {
      spec: 'google-vertex',
      baseUrl: mock.url,
      projectId: 'a-project',
      location: 'europe-west4',
      model: 'gemini-y',
      secrets: tokens.expectations.secrets,
    },
  ]
  const home = await createHome()
  for (const { model, ...endpoint } of endpoints) {
    await addEndpoint(home, { ...endpoint, name: `Mock ${model}`, models: [model] })
  }
  const { page } = await launchApp({ home })
  await openChat(page)
  for (const { model } of endpoints) {
    await test.step(model, async () => {
      await pickModel(page, model)
      await sendMessage(page, `Hello from ${model}`)
      const reply = await waitForReply(page, model)
      await expect(reply).toContainText('A fixture says hello to you.')
    })
  }
  await mock.stop()
})
