/** @file What commands say beside their results: warnings on standard error, and nothing on standard output without need. */
import { describeEndpoint } from '@patchbay/provider-core/testing'
import { addEndpoint, runPatchbay } from '../command.ts'
import { expect, test } from '../fixtures.ts'

const env = { PATCHBAY_VAULT: 'file', PATCHBAY_PASSPHRASE: 'passphrase of a test' }

test('endpoint add tells what the type does not use, and saves it', async ({ createHome }) => {
  const home = await createHome()
  const input = {
    name: 'Local',
    spec: 'openai-chat-completions',
    baseUrl: 'http://127.0.0.1:9/v1',
    region: 'eu-west-1',
  }
  const { code, stdout, stderr } = await runPatchbay(['endpoint', 'add', '-', '--json'], {
    home,
    env,
    input,
  })
  const message = 'region is kept, but openai-chat-completions does not use it.'
  expect(code).toBe(0)
  expect(stderr).toContain(`Warning: ${message}`)
  expect(JSON.parse(stdout)).toMatchObject({ warnings: [{ code: 'unused-field', message }] })
})

test('a chat that fails before anything came prints nothing but its error', async ({
  createHome,
  startUpstream,
}) => {
  const upstream = await startUpstream({ spec: 'anthropic' })
  const home = await createHome()
  const endpoint = describeEndpoint(upstream.expectations, { name: 'A' })
  await addEndpoint(home, { ...endpoint }, env)
  const args = ['--endpoint', 'A', '--model', 'fake-http-429', '--assume-model-exists', 'Hello']
  const { code, stdout, stderr } = await runPatchbay(['chat', ...args], { home, env })
  expect(code).toBe(1)
  expect(stdout).toBe('')
  expect(stderr).toContain('Error: ')
})

test('gateway models says what to do where there is no name yet, and is an empty list in JSON', async ({
  createHome,
}) => {
  const home = await createHome()
  const told = await runPatchbay(['gateway', 'models'], { home, env })
  expect(told.code).toBe(0)
  expect(told.stdout).toContain('There is no name to send yet.')
  for (const command of ['endpoint add', 'provider set', 'gateway alias set'])
    expect(told.stdout).toContain(`patchbay ${command}`)
  const { stdout } = await runPatchbay(['gateway', 'models', '--json'], { home, env })
  expect(JSON.parse(stdout)).toEqual([])
})
