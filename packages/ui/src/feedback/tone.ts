/** What a colour means; every use stands beside an icon or a word. */
export type Tone = 'neutral' | 'ok' | 'warn' | 'error' | 'info'
