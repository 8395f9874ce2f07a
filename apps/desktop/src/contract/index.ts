/** @file THE list of every call and event between a window (or command) and its host. */
import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import {
  checkEventSchema,
  endpointDraftSchema,
  endpointSummarySchema,
  modelAddressSchema,
  providerModeSchema,
  providerSummarySchema,
  routeResultSchema,
  secretChangeSchema,
  tokenCommandSchema,
  wireRecordSchema,
} from '@patchbay/provider-core/model'
import { attachmentSchema } from './chat-parts.ts'
import {
  appInfoSchema,
  changeSchema,
  chatDetailSchema,
  chatStreamPartSchema,
  chatSummarySchema,
  commandStateSchema,
  listModelsResultSchema,
  modelRowSchema,
  removeEndpointResultSchema,
  saveEndpointResultSchema,
  sendMessageInputSchema,
  themeSchema,
  vaultStatusSchema,
} from './shapes.ts'
import { discoveryContract } from './discovery-contract.ts'
import { dataContract } from './data-contract.ts'
import { gatewayContract } from './gateway-contract.ts'
import { linksContract } from './links-contract.ts'
import { handlerContract } from './handler-contract.ts'

const id = z.object({ id: z.string() })
const commandLineSchema = tokenCommandSchema.pick({ program: true, args: true })
/** A draft of a new endpoint, or of an existing one whose saved secrets apply where unchanged. */
const draftOf = z.object({ id: z.string().optional(), draft: endpointDraftSchema })

export const contract = {
  app: {
    info: oc.output(appInfoSchema),
    setTheme: oc.input(z.object({ theme: themeSchema })).output(z.void()),
    dismissNotice: oc.input(id).output(z.void()),
    /** Runs as long as the window listens. */
    changes: oc.output(eventIterator(changeSchema)),
  },
  vault: {
    /** Chooses where secrets go when there is no keychain. */
    choose: oc
      .input(
        z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('keychain') }),
          z.object({
            kind: z.literal('file'),
            passphrase: z.string().min(8, 'Use at least 8 characters.'),
          }),
          z.object({ kind: z.literal('memory') }),
        ]),
      )
      .output(vaultStatusSchema),
    /** Opens a sealed file. A wrong passphrase leaves the state `locked` with its reason. */
    unlock: oc.input(z.object({ passphrase: z.string().min(1) })).output(vaultStatusSchema),
    /** Looks again, such as after the person unlocked the keychain. */
    retry: oc.output(vaultStatusSchema),
  },
  endpoints: {
    list: oc.output(z.array(endpointSummarySchema)),
    /** Creates (no `id`) or replaces; settings and secrets change together or not at all. */
    save: oc.input(draftOf).output(saveEndpointResultSchema),
    /** Whether this machine may run a program for a token, with exactly these arguments. */
    commandState: oc.input(commandLineSchema).output(commandStateSchema),
    /**
     * The person was shown program and arguments and agreed; a host that asks itself asks now. Gives the
     * answer. `save`, `check` and `listModels` refuse a program without a yes.
     */
    confirmCommand: oc.input(commandLineSchema).output(z.boolean()),
    /** Copies settings and secrets under a free name. */
    duplicate: oc.input(id).output(endpointSummarySchema),
    remove: oc
      .input(z.object({ id: z.string(), confirmed: z.boolean().default(false) }))
      .output(removeEndpointResultSchema),
    undoRemove: oc
      .input(z.object({ undoToken: z.string() }))
      .output(z.array(endpointSummarySchema)),
    /** Runs on the unsaved draft; with `id` and no `draft`, on what is saved (and keeps the result). */
    check: oc
      .input(z.object({ id: z.string().optional(), draft: endpointDraftSchema.optional() }))
      .output(eventIterator(checkEventSchema)),
    listModels: oc.input(draftOf).output(listModelsResultSchema),
    /** Adds the demo endpoint (once) and gives it back. */
    addDemo: oc.output(endpointSummarySchema),
  },
  providers: {
    list: oc.output(z.array(providerSummarySchema)),
    setMode: oc
      .input(
        z.object({
          providerId: z.string(),
          mode: providerModeSchema,
          endpointId: z.string().optional(),
        }),
      )
      .output(providerSummarySchema),
    /** Saves, replaces or removes the key of the official API. */
    setKey: oc
      .input(z.object({ providerId: z.string(), apiKey: secretChangeSchema }))
      .output(providerSummarySchema),
  },
  models: {
    /** Every model of every provider and endpoint, with where it routes now. */
    list: oc.output(z.array(modelRowSchema)),
    resolve: oc
      .input(
        z.object({ address: modelAddressSchema, assumeModelExists: z.boolean().default(false) }),
      )
      .output(routeResultSchema),
  },
  chat: {
    list: oc.input(z.object({ search: z.string().default('') })).output(z.array(chatSummarySchema)),
    get: oc.input(id).output(chatDetailSchema),
    rename: oc
      .input(z.object({ id: z.string(), title: z.string().trim().min(1).max(200) }))
      .output(z.void()),
    remove: oc.input(id).output(z.void()),
    /** Sends, regenerates or edits; the reply streams in. */
    send: oc.input(sendMessageInputSchema).output(eventIterator(chatStreamPartSchema)),
    /** Keeps a file (bytes as base64) until a message is sent with it. */
    attach: oc
      .input(z.object({ name: z.string().min(1).max(300), data: z.string() }))
      .output(attachmentSchema),
    /** Forgets a file that was not sent. */
    detach: oc.input(id).output(z.void()),
    /** Bytes (base64) of a file, picture or sound of a message. */
    media: oc.input(id).output(z.object({ mediaType: z.string(), data: z.string() })),
    /** The redacted request and response of a reply. */
    wire: oc.input(z.object({ replyId: z.string() })).output(wireRecordSchema),
    /** The same request as a curl command, the key as `$API_KEY`. */
    curl: oc.input(z.object({ replyId: z.string() })).output(z.object({ command: z.string() })),
  },
  discovery: discoveryContract,
  links: linksContract,
  gateway: gatewayContract,
  handlers: handlerContract,
  data: dataContract,
}

export type Contract = typeof contract
