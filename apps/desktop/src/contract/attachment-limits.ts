/** @file What may be attached to a message: the window says so before, the host holds to it. */

/** Bytes of one file. */
export const maxFileBytes = 20_000_000
/** Bytes of all files of one message. */
export const maxMessageBytes = 50_000_000

/** What a file dialog offers. */
export const offeredTypes =
  'image/png,image/jpeg,image/gif,image/webp,application/pdf,text/*,.md,.json,.csv,.yaml,.yml,.toml,.log'

export const refusedTypeWords = 'It is not a picture (PNG, JPEG, GIF, WebP), a PDF or a text file.'
export const fileTooLargeWords = 'It is larger than 20 MB.'
export const messageTooLargeWords =
  'The files of this message are larger than 50 MB together. Remove one of them.'
