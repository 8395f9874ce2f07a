/** @file Kept chats: the list, one of them, and the wire view of a reply. Running replies are in `replies.ts`. */
import {
  keepPreviousData,
  skipToken,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useHost } from '../host.tsx'

/** Chats whose title or messages hold the words, the newest first. The last list stays while asking. */
export function useChats(search: string) {
  return useQuery(
    useHost().calls.chat.list.queryOptions({
      input: { search },
      placeholderData: keepPreviousData,
    }),
  )
}

/** @param id nothing is asked while it is undefined */
export function useChat(id: string | undefined) {
  return useQuery(
    useHost().calls.chat.get.queryOptions({ input: id === undefined ? skipToken : { id } }),
  )
}

export function useRenameChat() {
  const { calls } = useHost()
  return useMutation({ ...calls.chat.rename.mutationOptions(), onSuccess: useChatInvalidation() })
}

/** Deletes a chat with everything in it. */
export function useRemoveChat() {
  const { calls } = useHost()
  return useMutation({ ...calls.chat.remove.mutationOptions(), onSuccess: useChatInvalidation() })
}

/** The redacted request and response of a reply. */
export function useReplyWire(replyId: string | undefined) {
  return useQuery(
    useHost().calls.chat.wire.queryOptions({
      input: replyId === undefined ? skipToken : { replyId },
    }),
  )
}

/** Gives the request of a reply as a curl command, the key as `$API_KEY`. */
export function useReplyCurl() {
  return useMutation(useHost().calls.chat.curl.mutationOptions())
}

function useChatInvalidation() {
  const { calls } = useHost()
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: calls.chat.list.key() })
}
