/** @file Warnings about what a reply has and its client's format cannot say. */
import type { ChatEvent, Warning } from '../model/chat-event.ts'
import type { DialectId } from '../model/spec.ts'
import { isObject } from './read-json.ts'

const words = {
  choices: 'Choices after the first were left out',
  logprobs: 'Log probabilities were left out',
  'text-signature': 'A signature of text was left out',
  'call-signature': 'A signature of a finished tool call was left out',
  'tool-call': 'A piece of a tool call that is not open was left out',
  'provider-call': 'A call of a tool that the vendor ran was left out',
  'tool-result': 'A result of a tool that the vendor ran was left out',
  'tool-result-error-mark': 'The error mark of a tool result was left out',
  image: 'An image was left out',
  audio: 'Sound was left out; its words stand in the text where there are any',
  'audio-type': 'The type of sound was left out: it is not what the client asked for',
  'audio-id': 'The id under which the vendor keeps sound was left out',
  citation: 'A citation was left out',
  'citation-range': 'The range of a citation was left out',
  'citation-quote': 'The quoted words of a citation were left out',
  raw: 'Fields of another format were left out',
  'usage-details': 'Details of the usage report were left out',
  'stop-sequence': 'The stop sequence that was met was left out',
  'service-tier': 'The service tier was left out',
  'finish-reason': 'The reason why the reply ended was left out: it is none of the usual ones',
} as const

/** Adds the warning that such a thing was left out; each once. */
export type LeaveOut = (kind: keyof typeof words) => void

export interface ReplyWarnings {
  readonly leaveOut: LeaveOut
  /** Adds what any format loses: fields of another one, and reports at the end that it has no place for. */
  inspect(event: ChatEvent): void
  /** Grows as the reply goes on; one for each code. The request's own, from the `start` event, stand among them. */
  readonly warnings: readonly Warning[]
}

type EndEvent = Extract<ChatEvent, { type: 'finish' | 'choice-finish' }>

/** What a format can say at the end of a reply. */
export interface ReplyAbilities {
  readonly stopSequence?: boolean
  readonly serviceTier?: boolean
  readonly cacheWrites?: boolean
  /** True where the format has a word for a reason that is none of ours. */
  readonly otherReason: (event: EndEvent) => boolean
}

/**
 * Makes the list of one reply.
 * @param format its name for people, as in "the Responses API"
 */
export function createReplyWarnings(
  dialect: DialectId,
  format: string,
  can: ReplyAbilities,
): ReplyWarnings {
  const warnings: Warning[] = []
  const add = (warning: Warning): void => {
    if (!warnings.some(({ code }) => code === warning.code)) warnings.push(warning)
  }
  const leaveOut: LeaveOut = (kind) =>
    add({
      code: `reply-${kind}-left-out`,
      message: `${words[kind]}: ${format} has no place for it.`,
    })
  const inspectFinish = (event: Extract<ChatEvent, { type: 'finish' }>): void => {
    const { usage, stopSequence, serviceTier } = event
    const isForeign = usage?.raw !== undefined && usage.raw.dialect !== dialect
    const hasWrites = (usage?.cacheWriteTokens ?? 0) > 0
    if (isForeign || (hasWrites && can.cacheWrites !== true)) leaveOut('usage-details')
    if (stopSequence !== undefined && can.stopSequence !== true) leaveOut('stop-sequence')
    if (serviceTier !== undefined && can.serviceTier !== true) leaveOut('service-tier')
  }
  const inspectReason = (event: EndEvent): void => {
    if (event.reason === 'other' && !can.otherReason(event)) leaveOut('finish-reason')
  }
  return {
    leaveOut,
    warnings,
    inspect(event) {
      switch (event.type) {
        case 'text-delta':
        case 'reasoning-delta':
        case 'tool-call-delta':
          return
        case 'start':
          for (const warning of event.warnings ?? []) add(warning)
          return
        case 'raw':
        case 'tool-call-start':
        case 'tool-result':
          if (hasForeignFields(event, dialect)) leaveOut('raw')
          return
        case 'finish':
          inspectFinish(event)
          return inspectReason(event)
        case 'choice-finish':
          return inspectReason(event)
        default:
      }
    },
  }
}

/** Free-text tools are told by their type, which other formats have a word for. */
function hasForeignFields(
  event: Extract<ChatEvent, { type: 'raw' | 'tool-call-start' | 'tool-result' }>,
  dialect: DialectId,
): boolean {
  const { raw } = event
  if (raw === undefined || raw.dialect === dialect || !isObject(raw.value)) return false
  const names = Object.keys(raw.value)
  return event.type === 'tool-call-start' ? names.some((name) => name !== 'type') : names.length > 0
}
