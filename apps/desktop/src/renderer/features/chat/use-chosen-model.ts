import type { ModelAddress } from '@patchbay/provider-core/model'
import type { ChatDetail } from '#contract/shapes'
import { useDraft, useLastModel, type ChosenModel } from '../../lib/chat-drafts.ts'
import { useChat, useChats } from '../../lib/resources/chats.ts'
import { useModels } from '../../lib/resources/models.ts'
import { useProviders } from '../../lib/resources/providers.ts'
import { chooseTarget } from './choose-target.ts'

/**
 * The model that the next message of a chat goes to: chosen here, else the chat's, and for a new
 * chat the last one used, else one that is ready.
 *
 * @param key of the chat's draft
 * @param chat undefined for a new chat
 */
export function useChosenModel(key: string, chat: ChatDetail | undefined): ChosenModel | undefined {
  const draft = useDraft(key)
  const last = useLastModel()
  const newest = useChats('').data?.[0]?.id
  const newestChat = useChat(chat ? undefined : newest).data
  const models = useModels().data
  const providers = useProviders().data
  if (draft.model) return draft.model
  if (chat?.target) return { address: chat.target, asTyped: wasTyped(chat, chat.target) }
  if (last) return last
  if (newestChat?.target) {
    return { address: newestChat.target, asTyped: wasTyped(newestChat, newestChat.target) }
  }
  const address = models && providers && chooseTarget(models, providers)
  return address && { address, asTyped: false }
}

/** An id that nothing knew when it last answered was typed, and may be used again. */
function wasTyped(chat: ChatDetail, target: ModelAddress): boolean {
  const route = chat.turns.findLast((turn) => turn.route?.modelId === target.modelId)?.route
  return route?.verified === false
}
