/** @file `patchbay import` and `patchbay export`, as scripts use them. */
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describeEndpoint } from '@patchbay/provider-core/testing'
import { addEndpoint, runPatchbay } from '../command.ts'
import { expect, test } from '../fixtures.ts'

const modelList = (name: string, base: string, key: string): string =>
  [
    'model_list:',
    `  - model_name: ${name}`,
    '    litellm_params:',
    '      model: openai/fake-model',
    `      api_base: ${base}`,
    `      api_key: ${key}`,
    '',
  ].join('\n')

test('a LiteLLM configuration with an include and a reference: reported, saved with --yes, used', async ({
  createHome,
  startUpstream,
}) => {
  const upstream = await startUpstream({ spec: 'openai-chat-completions', apiKey: 'sk-moved' })
  const { baseUrl } = describeEndpoint(upstream.expectations)
  const home = await createHome()
  const folder = await createHome()
  await mkdir(join(folder, 'parts'))
  const file = join(folder, 'config.yaml')
  await writeFile(file, 'include:\n  - parts/models.yaml\n  - ../outside.yaml\n')
  const models = modelList('house', baseUrl, 'os.environ/HOUSE_KEY')
  await writeFile(join(folder, 'parts', 'models.yaml'), models)
  await writeFile(join(folder, '..', 'outside.yaml'), modelList('outside', baseUrl, 'sk-1'))

  const report = await runPatchbay(['import', file, '--json'], { home })
  const preview = JSON.parse(report.stdout)
  expect(preview).toMatchObject({
    format: 'litellm',
    endpoints: [{ secrets: [{ name: 'apiKey', state: 'variable', variable: 'HOUSE_KEY' }] }],
    variables: [{ name: 'HOUSE_KEY', isSet: false }],
  })
  expect(preview.report).toContainEqual(
    expect.objectContaining({ path: 'include[1]', outcome: 'by-hand' }),
  )

  const saved = await runPatchbay(['import', file, '--yes', '--json'], { home })
  const { added } = JSON.parse(saved.stdout)
  expect(added).toHaveLength(1)
  const chat = ['chat', '--endpoint', added[0].name, '--model', 'fake-model', 'Hello']
  const missing = await runPatchbay(chat, { home })
  expect(missing.stderr).toContain('HOUSE_KEY')
  const answered = await runPatchbay(chat, { home, env: { HOUSE_KEY: 'sk-moved' } })
  expect(answered.code, answered.stderr).toBe(0)

  for (const [duplicates, count] of [
    ['skip', 1],
    ['merge', 1],
    ['rename', 2],
  ] as const) {
    await runPatchbay(['import', file, '--yes', '--duplicates', duplicates], { home })
    const listed = await runPatchbay(['endpoint', 'list', '--json'], { home })
    expect(JSON.parse(listed.stdout), duplicates).toHaveLength(count)
  }
})

test('exported variables come in as references, or resolved into the vault', async ({
  createHome,
  startUpstream,
}) => {
  const upstream = await startUpstream({ spec: 'anthropic', apiKey: 'sk-exported' })
  const { baseUrl } = describeEndpoint(upstream.expectations)
  const env = { ANTHROPIC_BASE_URL: baseUrl, ANTHROPIC_API_KEY: 'sk-exported' }
  const [referring, resolved] = [await createHome(), await createHome()]
  const kept = await runPatchbay(['import', '--env', '--yes', '--json'], { home: referring, env })
  const taken = await runPatchbay(['import', '--env', '--resolve', '--yes', '--json'], {
    home: resolved,
    env,
  })
  for (const { stdout, stderr, code } of [kept, taken]) {
    expect(code, stderr).toBe(0)
    expect(stdout + stderr).not.toContain('sk-exported')
  }
  expect(JSON.parse(kept.stdout).added).toMatchObject([{ spec: 'anthropic' }])
  const [{ name }] = JSON.parse(taken.stdout).added
  const check = ['endpoint', 'check', name, '--json']
  expect((await runPatchbay(check, { home: resolved })).code).toBe(0)
  expect((await runPatchbay(check, { home: referring, env })).code).toBe(0)
  expect((await runPatchbay(check, { home: referring })).stderr).toContain('ANTHROPIC_')
})

test('a sealed export needs its passphrase on the way out and in, and is readable by its owner only', async ({
  createHome,
  startUpstream,
}) => {
  const upstream = await startUpstream({ spec: 'anthropic', apiKey: 'sk-sealed' })
  const home = await createHome()
  await addEndpoint(home, { ...describeEndpoint(upstream.expectations, { name: 'Sealed' }) })
  const file = join(await createHome(), 'moved.json')
  const seal = ['export', '--sealed', '-o', file]
  const asked = await runPatchbay(seal, { home })
  expect(asked.code).toBe(1)
  expect(asked.stderr).toContain('PATCHBAY_EXPORT_PASSPHRASE')
  const short = await runPatchbay(seal, { home, env: { PATCHBAY_EXPORT_PASSPHRASE: 'short' } })
  expect(short.stderr).toContain('at least 8 characters')
  const env = { PATCHBAY_EXPORT_PASSPHRASE: 'correct horse' }
  expect((await runPatchbay(seal, { home, env })).code).toBe(0)
  expect(await readFile(file, 'utf8')).not.toMatch(/sk-sealed|"Sealed"/)
  if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600)

  const other = await createHome()
  const closed = await runPatchbay(['import', file, '--yes'], { home: other })
  expect(closed.code).toBe(1)
  const opened = await runPatchbay(['import', file, '--yes', '--passphrase-env', 'MY_PHRASE'], {
    home: other,
    env: { MY_PHRASE: 'correct horse' },
  })
  expect(opened.code, opened.stderr).toBe(0)
  const checked = await runPatchbay(['endpoint', 'check', 'Sealed'], { home: other })
  expect(checked.code, checked.stderr).toBe(0)
})

test('a LiteLLM export holds no key, names the variables, and is taken in again', async ({
  createHome,
  startUpstream,
}) => {
  const upstream = await startUpstream({ spec: 'openai-chat-completions', apiKey: 'sk-litellm' })
  const home = await createHome()
  const models = ['fake-model']
  await addEndpoint(home, {
    ...describeEndpoint(upstream.expectations, { name: 'House' }),
    models,
  })
  const exported = await runPatchbay(['export', '--format', 'litellm', '--json'], { home })
  const { text, variables } = JSON.parse(exported.stdout)
  expect(text).not.toContain('sk-litellm')
  const variable = variables.find((one: { for: string }) => one.for.includes('House'))
  expect(text).toContain(`os.environ/${variable.name}`)
  const other = await createHome()
  const taken = await runPatchbay(['import', '-', '--format', 'litellm', '--yes', '--json'], {
    home: other,
    input: text,
  })
  const [{ name }] = JSON.parse(taken.stdout).added
  const checked = await runPatchbay(['endpoint', 'check', name], {
    home: other,
    env: { [variable.name]: 'sk-litellm' },
  })
  expect(checked.code, checked.stderr).toBe(0)
})

test('what cannot be imported or exported is refused in words', async ({ createHome }) => {
  const home = await createHome()
  const folder = await createHome()
  for (const [args, input, words] of [
    [['import', join(folder, 'nowhere.yaml')], '', 'cannot be read'],
    [['import'], '', 'Name a file'],
    [['import', '-', '--env'], '', 'not both'],
    [['import', '-'], 'hello there', 'cannot be imported|nothing that can be imported'],
    [['import', '-', '--format', 'xml'], 'x', '--format wants'],
    [['import', '-', '--duplicates', 'replace'], 'x', '--duplicates wants'],
    [['export', '--format', 'litellm', '--sealed'], '', 'Only a bundle can be sealed'],
  ] as const) {
    const { code, stderr } = await runPatchbay([...args], { home, input })
    expect(code, args.join(' ')).toBe(1)
    expect(stderr).toMatch(new RegExp(words))
    expect(stderr).not.toMatch(/\n\s+at /)
  }
})
