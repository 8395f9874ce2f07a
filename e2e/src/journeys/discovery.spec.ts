/** @file Model servers that run on this machine: offered with their models, added by one click. */
import { AxeBuilder } from '@axe-core/playwright'
import { startLocalServer, type LocalServerOptions } from '@patchbay/provider-core/testing'
import { runPatchbay } from '../command.ts'
import { expect, test as base } from '../fixtures.ts'
import { discoveryPorts } from '../hosts/running-app.ts'
import { startGateway } from '../running-gateway.ts'
import { field } from '../screens/endpoint-form.ts'
import { openCustomProviders } from '../screens/navigation.ts'

const test = base.extend<{
  startLocal: (options: LocalServerOptions) => ReturnType<typeof startLocalServer>
}>({
  startLocal: async ({ hostName: _host }, use) => {
    const servers: Awaited<ReturnType<typeof startLocalServer>>[] = []
    await use(async (options) => {
      const server = await startLocalServer(options)
      servers.push(server)
      return server
    })
    // No key was ever sent to find them.
    for (const server of servers) {
      expect(server.credentials).toEqual([])
      await server.close()
    }
  },
})

test('the first start offers what runs here, and one click adds it with its models', async ({
  launchApp,
  startLocal,
}) => {
  const ollama = await startLocal({ kind: 'ollama', models: ['llama3.2', 'qwen3'] })
  const silent = await startLocal({ kind: 'silent' })
  const webPage = await startLocal({ kind: 'web-page' })
  const ports = { ollama: ollama.port, vllm: silent.port, 'llama-cpp': webPage.port }
  const { page } = await launchApp({ env: { PATCHBAY_DISCOVERY_PORTS: discoveryPorts(ports) } })
  // The doors are there whatever a port does.
  await expect(page.getByRole('button', { name: /^Try the demo endpoint/ })).toBeVisible()
  const found = page.getByRole('region', { name: 'Found on this machine' })
  await expect(found).toContainText('Ollama')
  await expect(found).toContainText(`127.0.0.1:${ollama.port}, 2 models`)
  await expect(found.getByRole('button', { name: /^Add / })).toHaveCount(1)
  const seen = await new AxeBuilder({ page }).analyze()
  expect(seen.violations.map(({ id }) => id)).toEqual([])

  await found.getByRole('button', { name: 'Add Ollama', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Ollama', level: 1 })).toBeVisible()
  await expect(field(page, 'Base URL')).toHaveValue(`http://127.0.0.1:${ollama.port}/v1`)
  await expect(page.getByText('qwen3', { exact: true }).first()).toBeVisible()
})

test('a server that wants a key opens the form for it; others wait under the custom providers', async ({
  launchApp,
  startLocal,
}) => {
  const litellm = await startLocal({ kind: 'litellm', models: ['m'], apiKey: 'sk-local' })
  const studio = await startLocal({ kind: 'lm-studio', models: ['phi'] })
  const ports = { litellm: litellm.port, 'lm-studio': studio.port }
  const { page } = await launchApp({ env: { PATCHBAY_DISCOVERY_PORTS: discoveryPorts(ports) } })
  await openCustomProviders(page)
  const found = page.getByRole('region', { name: 'Found on this machine' })
  await expect(found).toContainText('wants a key')
  await found.getByRole('button', { name: 'Add LM Studio', exact: true }).click()
  await expect(page.getByRole('row', { name: /LM Studio/ })).toBeVisible()
  await expect(found.getByRole('button', { name: 'Add LM Studio' })).toHaveCount(0)

  await found.getByRole('button', { name: 'Add LiteLLM…' }).click()
  await expect(page.getByRole('heading', { name: 'New provider' })).toBeVisible()
  await expect(field(page, 'Base URL')).toHaveValue(`http://127.0.0.1:${litellm.port}/v1`)
  await expect(page.getByText(/answers at .* and wants a key/)).toBeVisible()
  await expect(field(page, 'API key')).toBeFocused()
  await page.getByRole('link', { name: 'Back to Custom Providers' }).click()
  await page.getByRole('button', { name: 'Discard changes' }).click()

  // Under this name the import is found, too.
  await page.keyboard.press('ControlOrMeta+K')
  await page.keyboard.type('import a set')
  await expect(page.getByRole('option', { name: 'Import a set-up' })).toBeVisible()
  await page.keyboard.press('Escape')

  await found.getByRole('button', { name: 'Do not offer these' }).click()
  await expect(found).toHaveCount(0)
  await page.keyboard.press('ControlOrMeta+K')
  await expect(page.getByRole('combobox').first()).toBeFocused()
  await page.keyboard.type('find servers')
  await page.keyboard.press('Enter')
  await expect(found.getByRole('button', { name: 'Add LiteLLM…' })).toBeVisible()
})

test('the command line finds and adds', async ({ createHome, startLocal }) => {
  const home = await createHome()
  const vllm = await startLocal({ kind: 'vllm', models: ['m1'] })
  const env = { PATCHBAY_DISCOVERY_PORTS: discoveryPorts({ vllm: vllm.port }) }
  const baseUrl = `http://127.0.0.1:${vllm.port}/v1`
  const found = await runPatchbay(['discover', '--json'], { home, env })
  expect(JSON.parse(found.stdout)).toEqual([
    { kind: 'vllm', name: 'vLLM', baseUrl, models: ['m1'], wantsKey: false },
  ])
  const added = await runPatchbay(['discover', '--add', 'vllm', '--json'], { home, env })
  expect(added.code, added.stderr).toBe(0)
  expect(JSON.parse(added.stdout)).toMatchObject({ name: 'vLLM', baseUrl, models: ['m1'] })
  const again = await runPatchbay(['discover'], { home, env })
  expect(again.stdout).toContain('added already')
  const twice = await runPatchbay(['discover', '--add', 'vllm'], { home, env })
  expect(twice.stdout).toContain('It is here already as "vLLM"')
  const other = await runPatchbay(['discover', '--add', 'ollama'], { home, env })
  expect(other.code).toBe(1)
  expect(other.stderr).toContain('There are "vLLM".')
})

test('our own gateway is not offered, whichever process runs it', async ({ createHome }) => {
  const home = await createHome()
  const env = { PATCHBAY_VAULT: 'memory' }
  const gateway = await startGateway(home, env)
  const ports = discoveryPorts({ litellm: Number(new URL(gateway.url).port) })
  const found = await runPatchbay(['discover', '--json'], {
    home,
    env: { ...env, PATCHBAY_DISCOVERY_PORTS: ports },
  })
  expect(await gateway.stop()).toBe(0)
  expect(JSON.parse(found.stdout)).toEqual([])
})
