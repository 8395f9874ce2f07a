/** @file Calls that bring set-ups in and out. */
import { oc } from '@orpc/contract'
import { z } from 'zod'
import {
  exportInputSchema,
  exportResultSchema,
  importChoicesSchema,
  importPreviewSchema,
  importResultSchema,
  importSourceSchema,
} from './data-shapes.ts'

export const dataContract = {
  /** The whole set-up as text: our bundle (with secrets only where it is sealed), or a LiteLLM configuration. */
  export: oc.input(exportInputSchema).output(exportResultSchema),
  /** Reads a file of any known format and saves nothing. */
  previewImport: oc.input(importSourceSchema).output(importPreviewSchema),
  /** Saves what was chosen; settings and secrets change together or not at all. */
  applyImport: oc
    .input(z.object({ source: importSourceSchema, choices: importChoicesSchema }))
    .output(importResultSchema),
}
