/** @file Files of messages: kept by the host before they are sent, and their bytes for this page only. */
import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { toBlob } from '../base64.ts'
import { useHost } from '../host.tsx'
import { saveUrl } from '../save-url.ts'

/** Hands a file to the host. */
export function useAttachFile() {
  return useMutation(useHost().calls.chat.attach.mutationOptions())
}

/** Forgets a file that was not sent. */
export function useDetachFile() {
  return useMutation(useHost().calls.chat.detach.mutationOptions())
}

/** Has a kept file saved by the browser; its bytes are asked for only then. */
export function useSaveFile() {
  const { client } = useHost()
  return useMutation({
    mutationFn: async ({ id, name }: { id: string; name: string }) => {
      const { data, mediaType } = await client.chat.media({ id })
      const url = URL.createObjectURL(toBlob(data, mediaType))
      saveUrl(url, name)
      // The download reads the address after the click.
      setTimeout(() => URL.revokeObjectURL(url), 10_000)
    },
  })
}

export interface MediaUrl {
  /** A `blob:` address of this page; undefined while it loads. */
  readonly url: string | undefined
  readonly failed: boolean
}

/** @param id of bytes that the host keeps */
export function useMediaUrl(id: string): MediaUrl {
  // Bytes are large and cheap to ask for again.
  const options = useHost().calls.chat.media.queryOptions({ input: { id }, gcTime: 60_000 })
  const { data, isError } = useQuery(options)
  const [url, setUrl] = useState<string>()
  useEffect(() => {
    if (!data) return
    const made = URL.createObjectURL(toBlob(data.data, data.mediaType))
    setUrl(made)
    return () => {
      setUrl(undefined)
      URL.revokeObjectURL(made)
    }
  }, [data])
  return { url, failed: isError }
}
