import { useToasts } from '@patchbay/ui'
import { readErrorInfo, wordError } from '../../lib/error-words.ts'
import { useFormatLink } from '../../lib/resources/links.ts'

/** Copies a custom provider as a link and says what the link does not carry. */
export function useCopyLink(): (id: string) => void {
  const toasts = useToasts()
  const format = useFormatLink()
  const tell = (message: string) => toasts.show({ message })
  return (id) => {
    format.mutate(
      { id },
      {
        onError: (error) => tell(wordError(readErrorInfo(error))),
        onSuccess: (formatted) => {
          if (!formatted.ok) return tell(formatted.message)
          navigator.clipboard.writeText(formatted.link).then(
            () => tell(wordCopied(formatted.leftOut)),
            () => tell('The system refused to copy. Try again with the window in front.'),
          )
        },
      },
    )
  }
}

/** What was copied: never a key, and what else a link has no place for. */
export function wordCopied(leftOut: readonly string[]): string {
  if (leftOut.length === 0) return 'Copied the link, without any key.'
  return `Copied the link, without any key. It leaves out: ${leftOut.join(', ')}.`
}
