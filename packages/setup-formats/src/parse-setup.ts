/** @file A file whose format may not be known → plan. */
import { parseBundle } from './bundle/parse-bundle.ts'
import { parseEnvironmentFile } from './environment/parse-environment.ts'
import { findFormat } from './find-format.ts'
import type { ParsedSetup, SetupFormat, SetupSource } from './plan.ts'

const parsers: Partial<Record<SetupFormat, (source: SetupSource) => ParsedSetup>> = {
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
  const format = source.format ?? findFormat(source)
  const parse = format === undefined ? undefined : parsers[format]
  if (parse === undefined)
    return refuse(`This is nothing that can be imported. Choose ${understoodFormats}.`)
  return parse(source)
}

function refuse(message: string): ParsedSetup {
  return { ok: false, message }
}
