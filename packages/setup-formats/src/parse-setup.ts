/** @file A file whose format may not be known → plan. */
import { parseBundle } from './bundle/parse-bundle.ts'
import { parseEnvironmentFile } from './environment/parse-environment.ts'
import { findFormat } from './find-format.ts'
import { parseLibrechat } from './librechat/parse-librechat.ts'
import { parseLitellm } from './litellm/parse-litellm.ts'
import { parseOpencode } from './opencode/parse-opencode.ts'
import type { ParsedSetup, SetupFormat, SetupSource } from './plan.ts'
import { parseVscode } from './vscode/parse-vscode.ts'

const parsers: Readonly<Record<SetupFormat, (source: SetupSource) => ParsedSetup>> = {
  litellm: parseLitellm,
  librechat: parseLibrechat,
  opencode: parseOpencode,
  vscode: parseVscode,
  environment: parseEnvironmentFile,
  bundle: parseBundle,
}

/** Characters. A file with 5,000 models has about a million. */
const longestText = 16_000_000

/** What is understood, in words. */
export const understoodFormats =
  'a LiteLLM config.yaml, a .env file, a LibreChat librechat.yaml, an opencode.json, a VS Code chatLanguageModels.json, or a Patchbay bundle'

/** Reads a set-up; finds its format where none is given. Never throws on what stands in it. */
export function parseSetup(source: SetupSource): ParsedSetup {
  if (source.text.trim() === '') return refuse('There is nothing in it.')
  if (source.text.length > longestText)
    return refuse('It is too large (over 16 million characters). Import it in parts.')
  if (source.text.includes('\0'))
    return refuse('This is not a text file. Choose the file itself, saved as UTF-8.')
  const format = source.format ?? findFormat(source)
  if (format === undefined)
    return refuse(`This is nothing that can be imported. Choose ${understoodFormats}.`)
  return parsers[format](source)
}

function refuse(message: string): ParsedSetup {
  return { ok: false, message }
}
