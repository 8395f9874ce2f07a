/** @file Upstreams that fail: the check and the chat name the cause, and the window goes on. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  describeEndpoint,
  reserveRefusingPort,
  startGarbageServer,
  startHangingServer,
  type Expectations,
} from '@patchbay/provider-core/testing'
import type { Page } from '@playwright/test'
import { addEndpoint } from '../command.ts'
import { expect, test } from '../fixtures.ts'
import { pickModel, replyFrom, sendMessage, waitForReply } from '../screens/chat.ts'
import { checkConnection, field, saveEndpoint } from '../screens/endpoint-form.ts'
import { openChat, openCustomProviders } from '../screens/navigation.ts'

interface Failure {
  name: string
  /** What the check says. */
  finding: RegExp
  /** What the chat says. */
  alert: RegExp
}

const model = 'some-model'

/** Time limits of a second, so that a server which hangs is found out soon. */
const timeouts = { connectMs: 1000, firstByteMs: 1000, idleMs: 1000 }

async function openProvider(page: Page, name: string): Promise<void> {
  await openCustomProviders(page)
  await page.getByRole('button', { name: `Edit ${name}` }).click()
  await page.getByRole('heading', { name, exact: true, level: 1 }).waitFor()
}

async function expectFailure(page: Page, { name, finding, alert }: Failure): Promise<void> {
  await openProvider(page, name)
  const result = await checkConnection(page, 'Failed')
  await expect(result).toContainText(finding)
  await openChat(page)
  await page.getByRole('button', { name: /^New chat/ }).click()
  await pickModel(page, `${model}-${name}`)
  await sendMessage(page, `Is ${name} there?`)
  await expect(page.getByRole('alert').last()).toContainText(alert, { timeout: 30_000 })
}

test('an address that leads nowhere: no such host, nothing there, silence, no TLS, no HTTP', async ({
  createHome,
  launchApp,
}) => {
  const refusing = await reserveRefusingPort()
  const hanging = await startHangingServer()
  const garbage = await startGarbageServer()
  const failures: (Failure & { baseUrl: string })[] = [
    {
      name: 'nowhere',
      baseUrl: 'https://no-such-host.invalid/v1',
      finding: /No address was found for the host name no-such-host\.invalid/,
      alert: /host name was not found/,
    },
    {
      name: 'refusing',
      baseUrl: `${refusing.url('http')}/v1`,
      finding: /Nothing answers at 127\.0\.0\.1/,
      alert: /Nothing answers/,
    },
    {
      name: 'hanging',
      baseUrl: `${hanging.url('http')}/v1`,
      finding: /no answer within 1 s/,
      alert: /took too long/,
    },
    {
      name: 'garbled-tls',
      baseUrl: `${garbage.url('https')}/v1`,
      finding: /secure|TLS|http/i,
      alert: /secure connection failed/,
    },
    {
      name: 'garbled-http',
      baseUrl: `${garbage.url('http')}/v1`,
      finding: /not HTTP/,
      alert: /not HTTP/,
    },
  ]
  const home = await createHome()
  for (const { name, baseUrl } of failures) {
    await addEndpoint(home, {
      name,
      baseUrl,
      spec: 'openai-chat-completions',
      models: [`${model}-${name}`],
      secrets: { apiKey: 'sk-x' },
      timeouts,
    })
  }
  const { page } = await launchApp({ home })
  for (const failure of failures) {
    await test.step(failure.name, () => expectFailure(page, failure))
  }
  await Promise.all([refusing, hanging, garbage].map((server) => server.close()))
})

for (const [tls, finding] of [
  ['expired', /has expired/],
  ['wrong-host', /issued for another host/],
  ['self-signed', /self-signed/],
] as const) {
  test(`a certificate that is not good: ${tls}`, async ({
    createHome,
    launchApp,
    startUpstream,
  }) => {
    const upstream = await startUpstream({ spec: 'anthropic', tls })
    const home = await createHome()
    const endpoint = describeEndpoint(upstream.expectations, { name: tls })
    await addEndpoint(home, { ...endpoint, models: [`${model}-${tls}`] })
    const env: Record<string, string> = {}
    if (tls !== 'self-signed') {
      // The machine trusts the authority, so that only what is wrong besides is left.
      env['NODE_EXTRA_CA_CERTS'] = join(home, 'authority.pem')
      await writeFile(env['NODE_EXTRA_CA_CERTS'], upstream.caPem ?? '')
    }
    const { page } = await launchApp({ home, env })
    await expectFailure(page, { name: tls, finding, alert: /secure connection failed/ })
  })
}

const answers: { id: string; finding: RegExp; alert: RegExp }[] = [
  { id: 'fake-http-401', finding: /key was refused/, alert: /refused the key.*401/s },
  { id: 'fake-http-403', finding: /may not do this/, alert: /may not do this.*403/s },
  { id: 'fake-http-404', finding: /no model|404/, alert: /404/ },
  { id: 'fake-http-429', finding: /Try again in \d+ s/, alert: /Too many requests.*429/s },
  { id: 'fake-http-500', finding: /fault is on the server/, alert: /500/ },
  { id: 'fake-error-in-200', finding: /with an error inside/, alert: /./ },
  { id: 'fake-html', finding: /web page/, alert: /web page/ },
  { id: 'fake-break-mid-stream', finding: /broke off/, alert: /broke off/ },
]

test('an upstream that answers badly: the check names each cause', async ({
  createHome,
  launchApp,
  startUpstream,
}) => {
  const upstream = await startUpstream({ spec: 'openai-chat-completions' })
  const home = await createHome()
  for (const { id } of answers) {
    const endpoint = describeEndpoint(upstream.expectations, { name: `Answers ${id}` })
    await addEndpoint(home, { ...endpoint, models: [id] })
  }
  const { page } = await launchApp({ home })
  for (const { id, finding } of answers) {
    await test.step(id, async () => {
      await openProvider(page, `Answers ${id}`)
      const result = await checkConnection(page, 'Failed')
      await expect(result).toContainText(finding)
    })
  }
})

test('an upstream that answers badly: the chat says what happened, with its status', async ({
  createHome,
  launchApp,
  startUpstream,
}) => {
  const upstream = await startUpstream({ spec: 'openai-chat-completions' })
  const home = await createHome()
  const endpoint = describeEndpoint(upstream.expectations, { name: 'Bad answers' })
  await addEndpoint(home, { ...endpoint, models: [model, ...answers.map(({ id }) => id)] })
  const { page } = await launchApp({ home })
  await openChat(page)
  for (const { id, alert } of answers) {
    await test.step(id, async () => {
      await pickModel(page, id)
      await sendMessage(page, `Answer as ${id}`)
      await expect(page.getByRole('alert').last()).toContainText(alert, { timeout: 30_000 })
      await expect(page.getByRole('button', { name: 'Send', exact: true })).toBeVisible()
    })
  }

  // What had arrived before a stream breaks is kept above the error.
  await pickModel(page, model)
  upstream.queueBehaviours({ kind: 'break-mid-stream', afterChunks: 12, chunkDelayMs: 20 })
  await sendMessage(page, 'Break off later')
  await expect(page.getByRole('alert').last()).toContainText('What arrived before is kept above')
  await expect(replyFrom(page, model)).toContainText(`${model} heard`)
})

test('a server that wants /v1: the mend is offered, taken, and works', async ({
  createHome,
  launchApp,
  startUpstream,
}) => {
  const upstream = await startUpstream({
    spec: 'openai-chat-completions',
    notFound: 'fastapi',
    mayRefuse: true,
  })
  const home = await createHome()
  const origin: Expectations = { ...upstream.expectations, baseUrl: upstream.url }
  const endpoint = describeEndpoint(origin, { name: 'No v1' })
  await addEndpoint(home, { ...endpoint, models: ['local-model'] })
  const { page } = await launchApp({ home })
  await openProvider(page, 'No v1')
  const result = await checkConnection(page, 'Failed')
  await result.getByRole('button', { name: 'Add /v1' }).click()
  await expect(field(page, 'Base URL')).toHaveValue(`${upstream.url}/v1`)
  await result.getByRole('button', { name: 'Check again' }).last().click()
  await expect(result.getByRole('status').filter({ hasText: 'Answers' })).toBeVisible({
    timeout: 30_000,
  })
  await saveEndpoint(page, 'No v1')
  await openChat(page)
  await pickModel(page, 'local-model')
  await sendMessage(page, 'Mended?')
  await expect(await waitForReply(page, 'local-model')).toContainText('heard: Mended?')
})
