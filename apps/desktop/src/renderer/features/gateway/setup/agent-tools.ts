/** @file Set-up of coding agents, as their own documentation asks for it (November 2026). */
import { joinLines, quote, shellWord, writeJson, type SetupTool } from './snippet.ts'

export const agentTools: readonly SetupTool[] = [
  {
    id: 'claude-code',
    label: 'Claude Code',
    group: 'Agents',
    // https://code.claude.com/docs/en/llm-gateway: the URL without /v1, the token as a Bearer
    note: 'Unset ANTHROPIC_API_KEY if the shell has one: it would be sent instead. The same values work under "env" in ~/.claude/settings.json.',
    write: ({ url, model, key }) => [
      {
        caption: 'shell, before you start the tool',
        language: 'sh',
        text: joinLines(
          `export ANTHROPIC_BASE_URL=${url}`,
          `export ANTHROPIC_AUTH_TOKEN=${key}`,
          `export ANTHROPIC_MODEL=${shellWord(model)}`,
          `export ANTHROPIC_DEFAULT_HAIKU_MODEL=${shellWord(model)}`,
        ),
      },
    ],
  },
  {
    id: 'codex',
    label: 'Codex',
    group: 'Agents',
    // https://developers.openai.com/codex/config-reference: "responses" is the only wire_api left
    write: ({ url, model, key }) => [
      {
        caption: '~/.codex/config.toml',
        language: 'toml',
        text: joinLines(
          `model = ${quote(model)}`,
          'model_provider = "patchbay"',
          '',
          '[model_providers.patchbay]',
          'name = "Patchbay"',
          `base_url = ${quote(`${url}/v1`)}`,
          'env_key = "PATCHBAY_KEY"',
          'wire_api = "responses"',
        ),
      },
      {
        caption: 'shell, before you start the tool',
        language: 'sh',
        text: `export PATCHBAY_KEY=${key}`,
      },
    ],
  },
  {
    id: 'opencode',
    label: 'opencode',
    group: 'Agents',
    // https://opencode.ai/docs/providers, "Custom provider"
    write: ({ url, model, key }) => [
      {
        caption: '~/.config/opencode/opencode.json',
        language: 'json',
        text: writeJson({
          $schema: 'https://opencode.ai/config.json',
          model: `patchbay/${model}`,
          provider: {
            patchbay: {
              npm: '@ai-sdk/openai-compatible',
              name: 'Patchbay',
              options: { baseURL: `${url}/v1`, apiKey: key },
              models: { [model]: { name: model } },
            },
          },
        }),
      },
    ],
  },
  {
    id: 'aider',
    label: 'aider',
    group: 'Agents',
    // https://aider.chat/docs/llms/openai-compat.html
    note: 'The openai/ before the name tells aider which format to speak; the gateway does not see it.',
    write: ({ url, model, key }) => [
      {
        caption: 'shell',
        language: 'sh',
        text: joinLines(
          `export OPENAI_API_BASE=${url}/v1`,
          `export OPENAI_API_KEY=${key}`,
          `aider --model ${shellWord(`openai/${model}`)}`,
        ),
      },
    ],
  },
]
