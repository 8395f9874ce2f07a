/** @file What an endpoint of the type `custom-handler` says of the user's own code: where it is and what it may reach. */
import { z } from 'zod'

/** `host` or `host:port`, as in a URL; `*.` in front stands for any name below it. */
const networkHost = z
  .string()
  .trim()
  .regex(
    /^(\*\.)?[^\s/@*:]+(:\d{1,5})?$|^\[[0-9a-fA-F:.]+\](:\d{1,5})?$/,
    'Name a host, such as api.example.com or 127.0.0.1:8000.',
  )

export const handlerSchema = z.object({
  /** Absolute path of a JavaScript or TypeScript module. Its folder is all of the disk that it sees. */
  file: z.string().trim().min(1, 'Choose a file.'),
  /** Hosts that it may connect to; `any` lifts the limit. Nothing when left out. */
  network: z
    .union([z.literal('any'), z.array(networkHost).max(100)], {
      error: 'Write a list of hosts, such as ["api.example.com"], or "any".',
    })
    .default([]),
})
export type HandlerSettings = z.infer<typeof handlerSchema>
