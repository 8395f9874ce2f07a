import { describe, expect, it } from 'vitest'
import type { SetupPlan } from '../plan.ts'
import { parseEnvironment, parseEnvironmentFile } from './parse-environment.ts'
import { readVariables } from './read-variables.ts'

function planOf(variables: Record<string, string>): SetupPlan {
  const parsed = parseEnvironment(variables)
  if (!parsed.ok) throw new Error(parsed.message)
  return parsed.plan
}

describe('exported variables', () => {
  it('become references where they are secret, and values where they are not', () => {
    const plan = planOf({
      OPENAI_API_KEY: 'sk-1',
      OPENAI_BASE_URL: 'https://llm.example/v1',
      ANTHROPIC_API_KEY: 'sk-2',
      HOME: '/root',
      PATH: '/bin',
    })
    expect(plan.endpoints[0]).toMatchObject({
      fields: { baseUrl: 'https://llm.example/v1' },
      secrets: { apiKey: { kind: 'environment', variable: 'OPENAI_API_KEY' } },
    })
    expect(plan.officialKeys).toEqual({
      anthropic: { kind: 'environment', variable: 'ANTHROPIC_API_KEY' },
    })
  })

  it('that say nothing of models are passed over', () => {
    expect(planOf({ OPENAI_API_KEY: 'x', HOME: '/root' }).report).toHaveLength(1)
    expect(parseEnvironment({ HOME: '/root', LANG: 'C' })).toMatchObject({
      ok: false,
      message: expect.stringMatching(/OPENAI_API_KEY/),
    })
  })

  it('with a key in a URL refer to the whole URL', () => {
    const [endpoint] = planOf({ OPENAI_BASE_URL: 'https://u:pw@llm.example/v1?sig=s' }).endpoints
    expect(endpoint?.fields).toMatchObject({
      baseUrl: undefined,
      environment: { fields: { baseUrl: 'OPENAI_BASE_URL' } },
    })
  })

  it("use this machine's own Google credentials where they name its file", () => {
    const plan = planOf({
      VERTEXAI_PROJECT: 'p',
      VERTEXAI_LOCATION: 'global',
      GOOGLE_APPLICATION_CREDENTIALS: '/home/me/key.json',
    })
    expect(plan.endpoints[0]).toMatchObject({ fields: { credentialKind: 'adc' }, missing: [] })
  })
})

describe('the text of variables', () => {
  it.each([
    ['A=1', '1'],
    ['export A="x # y" # z', 'x # y'],
    ["A='$B ${B}'", '$B ${B}'],
    ['A="a\\nb"', 'a\nb'],
    ['A="line one\nline two"', 'line one\nline two'],
    ['$env:A = "x y"', 'x y'],
    ["$env:A='it''s'", "it's"],
    ['setx A "x y" /M', 'x y'],
    ['set A=x y', 'x y'],
    ['set "A=x&y"', 'x&y'],
    ['set -gx A x', 'x'],
    ['declare -x A="x"', 'x'],
    ['setenv A x', 'x'],
    ['A=`x "y" \'z\'`', 'x "y" \'z\''],
  ])('%j gives the value', (text, value) => {
    for (const ends of ['\n', '\r\n']) {
      const read = readVariables(`\uFEFF# first\n${text}\n`.replaceAll('\n', ends))
      expect(read.values.get('A')).toBe(value)
    }
  })

  it('fills in what the same file sets, once, without end', () => {
    const { values } = readVariables('A=${B}/v1\nB=https://x.example\nC=${C}${C}')
    expect(values.get('A')).toBe('https://x.example/v1')
    expect(values.get('C')?.length).toBeLessThan(200)
  })

  it('takes no name that is none', () => {
    expect([...readVariables('__proto__=1\n1A=2\nA.B=3\nC=4').values.keys()]).toEqual(['C'])
  })

  it('that is a placeholder is a key to enter', () => {
    const parsed = parseEnvironmentFile({
      text: 'OPENAI_BASE_URL=https://x.example/v1\nOPENAI_API_KEY=<your key>',
    })
    expect(parsed).toMatchObject({
      ok: true,
      plan: { endpoints: [{ secrets: {}, missing: ['apiKey'] }] },
    })
  })

  it('without any is refused in words', () => {
    expect(parseEnvironmentFile({ text: '# nothing' })).toMatchObject({ ok: false })
  })
})

it('tells the lines that set nothing, and none of a value of several lines', () => {
  const text = [
    '# a comment',
    'OPENAI_API_KEY sk-canary',
    'export OPENAI_BASE_URL=https://llm.example/v1',
    'CERTIFICATE="first',
    'second line',
    'third"',
    "$env:TEAM = 'blue'",
    '',
    '=nothing',
  ].join('\n')
  const parsed = parseEnvironmentFile({ text })
  if (!parsed.ok) throw new Error(parsed.message)
  const strays = parsed.plan.report.filter(({ path }) => path.startsWith('line '))
  expect(strays.map(({ path, outcome }) => [path, outcome])).toEqual([
    ['line 2', 'unsupported'],
    ['line 9', 'unsupported'],
  ])
  expect(JSON.stringify(parsed.plan.report)).not.toContain('sk-canary')
})
