import { expect, test } from 'vitest'
import { nameTool } from './tool-name.ts'

test.each([
  ['claude-cli/2.3.1 (external, cli)', 'Claude Code'],
  ['codex_cli_rs/0.80.0 (Ubuntu 24.4.0; x86_64) xterm', 'Codex'],
  ['codex_exec/0.80.0 (Mac OS 15.1.0; arm64)', 'Codex'],
  ['opencode/1.2.0 ai-sdk/provider-utils/3.0.9 runtime/bun/1.3.0', 'opencode'],
  ['ai/5.0.60 ai-sdk/openai/2.0.42 runtime/node.js/24', 'Vercel AI SDK'],
  ['OpenAI/Python 2.8.0', 'OpenAI SDK (Python)'],
  ['AsyncOpenAI/Python 2.8.0', 'OpenAI SDK (Python)'],
  ['OpenAI/JS 7.55.0', 'OpenAI SDK (JavaScript)'],
  ['Anthropic/JS 1.11.0', 'Anthropic SDK (JavaScript)'],
  ['AsyncAnthropic/Python 1.2.0', 'Anthropic SDK (Python)'],
  ['google-genai-sdk/3.1.0 gl-node/v24.1.0', 'Google GenAI SDK (JavaScript)'],
  ['google-genai-sdk/1.50.0 gl-python/3.13.0', 'Google GenAI SDK (Python)'],
  ['langchainjs-openai/1.0.0 ((node/v24.1.0; linux; x64))', 'LangChain'],
  ['aider/0.90', 'aider'],
  ['Continue/1.3.0', 'Continue'],
  ['Zed/0.210.4 (linux; x86_64)', 'Zed'],
  ['Mozilla/5.0 (X11) Cursor/2.1.0 Chrome/138', 'Cursor'],
  ['litellm/1.80.0', 'LiteLLM'],
  ['curl/8.16.0', 'curl'],
  ['Python/3.13 aiohttp/3.13.0', 'A Python script'],
  ['python-httpx/0.28.1', 'A Python script'],
  ['node', 'A JavaScript program'],
  ['Mozilla/5.0 (X11; Linux x86_64)', 'A browser'],
])('%s is %s', (userAgent, name) => {
  expect(nameTool(userAgent)).toBe(name)
})

test('an unknown tool goes by its first word', () => {
  expect(nameTool('my-agent/0.1 (linux)')).toBe('my-agent')
  expect(nameTool(`${'x'.repeat(200)}/1`)).toHaveLength(40)
})

test('nothing said, or nothing that can be shown, is unknown', () => {
  expect(nameTool(undefined)).toBe('Unknown')
  expect(nameTool('  ')).toBe('Unknown')
  expect(nameTool('\u0007<>/1')).toBe('Unknown')
})
