/** @file What `patchbay handler new` writes: a handler with every method, its types, and how to go on. */
import { handlerDeclarations } from './template-declarations.ts'

export interface TemplateFile {
  /** File name, relative to the new folder. */
  readonly path: string
  readonly text: string
}

/** The files of a new handler. @param language which kind of module is written */
export function handlerTemplate(language: 'ts' | 'js'): readonly TemplateFile[] {
  const file = `handler.${language}`
  return [
    { path: file, text: language === 'ts' ? typed(source) : untyped(source) },
    { path: 'patchbay-handler.d.ts', text: handlerDeclarations },
    { path: 'package.json', text: packageJson(file) },
    { path: 'README.md', text: readme(file) },
  ]
}

/** `/*: … *\/` marks what only TypeScript has. */
const source = `import { CustomHandlerError } from 'patchbay/handler'
/*:import type { CompletionCall, EmbeddingCall, HandlerChunk, ImageCall } from 'patchbay/handler'*/

// A whole reply: a text, { text, usage, finish_reason, tool_calls }, or a chat completion as OpenAI has it.
// Leave it out and replies are put together from what "streaming" yields.
export async function completion({ model, messages }/*:: CompletionCall*/) {
  const last = messages.at(-1)?.content
  if (last === undefined) throw new CustomHandlerError(400, 'There is no message to answer.')
  return \`Hi! This is \${model}.\`
}

// A streamed reply: an async generator of texts or chunks. A chunk may have text, is_finished, finish_reason,
// usage, tool_use, index and provider_specific_fields, and nothing else.
export async function* streaming({ model, signal, log }/*:: CompletionCall*/)/*:: AsyncGenerator<HandlerChunk>*/ {
  log('streaming', model) // shown under "Log" of the endpoint
  for (const word of ['Hi! ', 'This ', 'is ', \`\${model}.\`]) {
    if (signal.aborted) return
    yield { text: word }
  }
  yield {
    text: '',
    is_finished: true,
    finish_reason: 'stop',
    usage: { prompt_tokens: 1, completion_tokens: 4, total_tokens: 5 },
  }
}

// One vector for each text, or an object as OpenAI's embeddings answer.
export async function embedding({ input }/*:: EmbeddingCall*/) {
  return input.map((text) => [text.length, 0, 1])
}

// A URL, base64, a list of them, or an object as OpenAI's images answer.
export async function imageGeneration({ prompt }/*:: ImageCall*/)/*:: Promise<string>*/ {
  throw new CustomHandlerError(501, \`No image of "\${prompt}": this handler draws none.\`)
}

// To call a server: allow its host under "Network" of the endpoint, then
//   const answer = await fetch(\`\${api_base}/v1/chat\`, { headers: { authorization: \`Bearer \${api_key}\` }, signal })
`

const typed = (text: string): string => text.replace(/\/\*:(.*?)\*\//g, '$1')
const untyped = (text: string): string =>
  text.replace(/\/\*:(.*?)\*\/\n?/g, (mark, inner: string) =>
    inner.startsWith('import') || !mark.endsWith('\n') ? '' : '\n',
  )

const packageJson = (file: string): string =>
  `${JSON.stringify({ private: true, type: 'module', main: `./${file}` }, null, 2)}\n`

const readme = (file: string): string => `# A custom handler for Patchbay

\`${file}\` answers in place of a server. Keep the methods that you need and delete the others: a method that is
missing answers 500 "Not implemented yet!", and \`completion\` and \`streaming\` stand in for each other.

1. In Patchbay, add a custom provider of the type "Custom handler" and give it the path of \`${file}\`.
2. Review and allow it. It is asked again whenever a file changes.
3. "Check connection" loads it and tells which methods it found.

It runs in a process of its own, which sees this folder and nothing else of the disk, starts no programs, loads
no native code, and reaches only the hosts that the endpoint allows. \`eval\` and \`new Function\` are off. What
it logs is shown with the endpoint. \`patchbay-handler.d.ts\` has the types.
`
