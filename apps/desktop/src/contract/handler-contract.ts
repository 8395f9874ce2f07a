/** @file Calls about the files of custom handlers: what is in one, whether it may run, what it printed. */
import { oc } from '@orpc/contract'
import { z } from 'zod'

/** What the person agrees to: every file that would be loaded, by its content. */
const manifestShape = {
  /** Absolute path. */
  file: z.string(),
  /** Over the names and contents of all files. */
  hash: z.string(),
  files: z.array(z.object({ path: z.string(), sha256: z.string() })),
}

/** `changed`: another content of this file was agreed to. */
export const handlerConsentSchema = z.enum(['confirmed', 'changed', 'unconfirmed'])
export type HandlerConsent = z.infer<typeof handlerConsentSchema>

export const handlerInspectionSchema = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    ...manifestShape,
    consent: handlerConsentSchema,
    /** Who asks the person: the window, or the host outside of any page. */
    asks: z.enum(['window', 'host']),
  }),
  /** The file cannot be used, and why. */
  z.object({ ok: z.literal(false), message: z.string() }),
])
export type HandlerInspection = z.infer<typeof handlerInspectionSchema>

export const handlerLogLineSchema = z.object({
  /** ISO 8601, UTC. */
  at: z.string(),
  /** `host`: said by this app about the process; else what the code logged or printed. */
  source: z.enum(['log', 'output', 'host']),
  text: z.string(),
})
export type HandlerLogLine = z.infer<typeof handlerLogLineSchema>

export const handlerContract = {
  inspect: oc.input(z.object({ file: z.string() })).output(handlerInspectionSchema),
  /**
   * The person was shown the files and agreed to this hash; a host that asks itself asks now. When the files
   * are others by now, nothing is agreed to. Gives how things stand afterwards.
   */
  confirm: oc
    .input(z.object({ file: z.string(), hash: z.string() }))
    .output(handlerInspectionSchema),
  /** Takes the yes back. */
  revoke: oc.input(z.object({ file: z.string() })).output(z.void()),
  /** The last lines that an endpoint's handler printed since the host started. */
  log: oc.input(z.object({ id: z.string() })).output(z.array(handlerLogLineSchema)),
  /** The system's own dialog, where the host has one; nothing when it was left without a choice. */
  chooseFile: oc.output(z.object({ file: z.string().optional() })),
}
