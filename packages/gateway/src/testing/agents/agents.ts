/** @file How each coding agent is set up for the gateway, and how it names the tool that runs a shell command. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface AgentPlace {
  /** Address of the gateway, without a path. */
  readonly url: string
  readonly key: string
  /** Name of the model as the gateway knows it. */
  readonly model: string
  /** Empty folder that the agent takes for its home. */
  readonly home: string
  /** Folder that it works in. */
  readonly work: string
}

export interface AgentRun {
  readonly args: readonly string[]
  /** Besides PATH and HOME, nothing else is passed on. */
  readonly env: Readonly<Record<string, string>>
}

export interface Agent {
  readonly name: string
  /** File in `node_modules/.bin`. */
  readonly program: string
  /** Writes its settings, and says how it is started with `prompt`. */
  readonly prepare: (place: AgentPlace, prompt: string) => Promise<AgentRun>
  /** The call of its shell tool for a command. */
  readonly shell: (command: string) => { name: string; arguments: Record<string, unknown> }
}

export const agents: readonly Agent[] = [
  {
    name: 'Claude Code',
    program: 'claude',
    prepare: ({ url, key, model }, prompt) =>
      Promise.resolve({
        args: ['-p', prompt, '--model', model, '--allowedTools', 'Bash'],
        env: {
          ANTHROPIC_BASE_URL: url,
          ANTHROPIC_AUTH_TOKEN: key,
          ANTHROPIC_SMALL_FAST_MODEL: model,
          CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
        },
      }),
    shell: (command) => ({ name: 'Bash', arguments: { command, description: 'Writes a file' } }),
  },
  {
    name: 'Codex',
    program: 'codex',
    async prepare({ url, key, model, home }, prompt) {
      const folder = join(home, '.codex')
      await mkdir(folder, { recursive: true })
      const settings = [
        `model = ${JSON.stringify(model)}`,
        'model_provider = "patchbay"',
        '[model_providers.patchbay]',
        'name = "Patchbay"',
        `base_url = "${url}/v1"`,
        'env_key = "PATCHBAY_KEY"',
        'wire_api = "responses"',
      ]
      await writeFile(join(folder, 'config.toml'), `${settings.join('\n')}\n`)
      const bypass = '--dangerously-bypass-approvals-and-sandbox'
      return {
        args: ['exec', '--skip-git-repo-check', bypass, prompt],
        env: { PATCHBAY_KEY: key, CODEX_HOME: folder },
      }
    },
    shell: (command) => ({ name: 'exec_command', arguments: { cmd: command } }),
  },
  {
    name: 'opencode',
    program: 'opencode',
    async prepare({ url, key, model, home, work }, prompt) {
      const settings = {
        $schema: 'https://opencode.ai/config.json',
        provider: {
          patchbay: {
            npm: '@ai-sdk/openai-compatible',
            name: 'Patchbay',
            options: { baseURL: `${url}/v1`, apiKey: '{env:PATCHBAY_KEY}' },
            models: { [model]: { name: model } },
          },
        },
        model: `patchbay/${model}`,
        small_model: `patchbay/${model}`,
        permission: { bash: 'allow' },
        share: 'disabled',
        autoupdate: false,
      }
      await writeFile(join(work, 'opencode.json'), JSON.stringify(settings))
      const env = {
        PATCHBAY_KEY: key,
        XDG_CONFIG_HOME: join(home, 'config'),
        XDG_DATA_HOME: join(home, 'data'),
        XDG_CACHE_HOME: join(home, 'cache'),
        XDG_STATE_HOME: join(home, 'state'),
        OPENCODE_DISABLE_AUTOUPDATE: '1',
        OPENCODE_DISABLE_MODELS_FETCH: '1',
      }
      return { args: ['run', '--model', `patchbay/${model}`, prompt], env }
    },
    shell: (command) => ({ name: 'bash', arguments: { command, description: 'Writes a file' } }),
  },
]
