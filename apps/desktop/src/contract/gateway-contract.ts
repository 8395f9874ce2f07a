/** @file The gateway's part of the contract. */
import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import {
  gatewayAliasSchema,
  gatewayKeySchema,
  gatewaySettingsSchema,
} from '@patchbay/provider-core/model'
import {
  gatewayAliasSummarySchema,
  gatewayKeySummarySchema,
  gatewayModelSchema,
  gatewayRequestDetailSchema,
  gatewayRequestPartSchema,
  gatewaySettingsChangeSchema,
  openedInChatSchema,
  gatewayStatusSchema,
  gatewayUsageRowSchema,
  moveGatewayResultSchema,
  saveAliasResultSchema,
} from './gateway-shapes.ts'

const id = z.object({ id: z.string() })
const keyFields = gatewayKeySchema.pick({ name: true, models: true })

export const gatewayContract = {
  status: oc.output(gatewayStatusSchema),
  /** A port that is taken is the status's `problem`, not an exception. Makes a first key when there is none. */
  start: oc.output(gatewayStatusSchema),
  stop: oc.output(gatewayStatusSchema),
  /** Keeps the port and goes on there without a gap; one that cannot be had leaves everything as it is. */
  moveTo: oc
    .input(z.object({ port: gatewaySettingsSchema.shape.port.unwrap() }))
    .output(moveGatewayResultSchema),
  /** Only what is given changes; a new port holds from the next start. */
  updateSettings: oc.input(gatewaySettingsChangeSchema).output(gatewayStatusSchema),
  keys: {
    list: oc.output(z.array(gatewayKeySummarySchema)),
    create: oc.input(keyFields).output(gatewayKeySummarySchema),
    /** The value, because the person asked for it. The one secret that travels to a window. */
    reveal: oc.input(id).output(z.object({ value: z.string() })),
    /** A new value; the old one stops working at once. */
    rotate: oc.input(id).output(gatewayKeySummarySchema),
    update: oc.input(keyFields.extend({ id: z.string() })).output(gatewayKeySummarySchema),
    revoke: oc.input(id).output(z.void()),
  },
  aliases: {
    list: oc.output(z.array(gatewayAliasSummarySchema)),
    /** Creates, or replaces the alias called `previousName`. */
    save: oc
      .input(z.object({ previousName: z.string().optional(), alias: gatewayAliasSchema }))
      .output(saveAliasResultSchema),
    remove: oc.input(z.object({ name: z.string() })).output(z.void()),
  },
  /** Names that clients may send. */
  models: oc.output(z.array(gatewayModelSchema)),
  /** Runs as long as the window listens. */
  requests: oc.output(eventIterator(gatewayRequestPartSchema)),
  request: oc.input(id).output(gatewayRequestDetailSchema),
  clearRequests: oc.output(z.void()),
  /** The client's request as a curl command to the gateway, the key as `$PATCHBAY_KEY`. Needs kept bodies. */
  curl: oc.input(id).output(z.object({ command: z.string() })),
  /**
   * Opens the request as a new chat. Needs kept bodies. `again`: what to ask "regenerate" for, so that the
   * reply that is still missing is fetched. `notes`: what a chat has no place for, such as tools.
   */
  openInChat: oc.input(id).output(openedInChatSchema),
  usage: oc
    .input(z.object({ days: z.number().int().min(1).max(366) }))
    .output(z.array(gatewayUsageRowSchema)),
}
