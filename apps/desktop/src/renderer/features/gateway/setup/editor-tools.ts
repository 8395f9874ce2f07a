/** @file Set-up of editors, as their own documentation asks for it (November 2026). */
import { joinLines, quote, writeJson, type SetupTool } from './snippet.ts'

export const editorTools: readonly SetupTool[] = [
  {
    id: 'continue',
    label: 'Continue',
    group: 'Editors',
    // https://docs.continue.dev/reference
    write: ({ url, model, key }) => [
      {
        caption: '~/.continue/config.yaml',
        language: 'yaml',
        text: joinLines(
          'name: Patchbay',
          'version: 1.0.0',
          'schema: v1',
          'models:',
          `  - name: ${quote(model)}`,
          '    provider: openai',
          `    model: ${quote(model)}`,
          `    apiBase: ${quote(`${url}/v1`)}`,
          `    apiKey: ${quote(key)}`,
          '    roles:',
          '      - chat',
          '      - edit',
          '      - apply',
        ),
      },
    ],
  },
  {
    id: 'zed',
    label: 'Zed',
    group: 'Editors',
    // https://zed.dev/docs/ai/use-api-access, "OpenAI-compatible endpoints": keys are never in settings.json
    note: 'Zed keeps the key in its own settings: agent: open settings, LLM Providers, Patchbay. Or start it from a shell with PATCHBAY_API_KEY. Set max_tokens to the context window of the model.',
    write: ({ url, model, key }) => [
      {
        caption: 'settings.json',
        language: 'json',
        text: writeJson({
          language_models: {
            openai_compatible: {
              Patchbay: {
                api_url: `${url}/v1`,
                available_models: [{ name: model, display_name: model, max_tokens: 128_000 }],
              },
            },
          },
        }),
      },
      {
        caption: 'shell, instead of the key in its settings',
        language: 'sh',
        text: `export PATCHBAY_API_KEY=${key}`,
      },
    ],
  },
  {
    id: 'cursor',
    label: 'Cursor',
    group: 'Editors',
    note: 'Cursor does not work with this address. Its "Override OpenAI Base URL" is called from Cursor\'s own servers, which cannot reach a program on your machine, and the gateway answers to nothing but this machine. In Cursor\'s terminal, Claude Code, Codex, opencode and aider work as set up here.',
    write: () => [],
  },
]
