/** @file Which tool sent a request, as its `User-Agent` says. For people to read; nothing is decided by it. */

/** First match wins: tools stand before the libraries that they are built on. */
const tools: readonly (readonly [RegExp, string])[] = [
  [/^claude-(cli|code)\b/i, 'Claude Code'],
  [/^codex[-_ a-z]*\//i, 'Codex'],
  [/\bopencode\//i, 'opencode'],
  [/^gemini-?cli\b/i, 'Gemini CLI'],
  [/^aider\b/i, 'aider'],
  [/^continue\b/i, 'Continue'],
  [/^zed\//i, 'Zed'],
  [/\bcursor\//i, 'Cursor'],
  [/\broo-?code\b/i, 'Roo Code'],
  [/\bkilo-?code\b/i, 'Kilo Code'],
  [/\bcline\b/i, 'Cline'],
  [/^github-?copilot/i, 'GitHub Copilot'],
  [/\bopen[- ]?webui\b/i, 'Open WebUI'],
  [/\blibrechat\b/i, 'LibreChat'],
  [/^goose\b/i, 'goose'],
  [/\blangchain(js)?\b/i, 'LangChain'],
  [/\bllama-?index\b/i, 'LlamaIndex'],
  [/^litellm\b/i, 'LiteLLM'],
  [/\bai-sdk\//i, 'Vercel AI SDK'],
  [/^(async)?(azure)?openai\/python/i, 'OpenAI SDK (Python)'],
  [/^(azure)?openai\/(js|node)/i, 'OpenAI SDK (JavaScript)'],
  [/^(azure)?openai[/-]go/i, 'OpenAI SDK (Go)'],
  [/^(azure)?openai[/-]java/i, 'OpenAI SDK (Java)'],
  [/^(azure)?openai[/-]ruby/i, 'OpenAI SDK (Ruby)'],
  [/^(azure)?openai[/-](\.net|dotnet)/i, 'OpenAI SDK (.NET)'],
  [/^(async)?anthropic[a-z]*\/python/i, 'Anthropic SDK (Python)'],
  [/^anthropic[a-z]*\/js/i, 'Anthropic SDK (JavaScript)'],
  [/^anthropic[a-z]*[/-]go/i, 'Anthropic SDK (Go)'],
  [/^anthropic[a-z]*[/-]java/i, 'Anthropic SDK (Java)'],
  [/^google-genai-sdk\/.*\bgl-python\b/i, 'Google GenAI SDK (Python)'],
  [/^google-genai-sdk\/.*\bgl-node\b/i, 'Google GenAI SDK (JavaScript)'],
  [/^google-genai-sdk\b/i, 'Google GenAI SDK'],
  [/^patchbay\b/i, 'Patchbay'],
  [/^curl\//i, 'curl'],
  [/^httpie\b/i, 'HTTPie'],
  [/^wget\//i, 'wget'],
  [/^postmanruntime\b/i, 'Postman'],
  [/^insomnia\b/i, 'Insomnia'],
  [/^(python-)?(httpx|requests|aiohttp|urllib)\b|^python\/.*\baiohttp\b/i, 'A Python script'],
  [/^(node|node-fetch|undici|axios|got|bun|deno)\b/i, 'A JavaScript program'],
  [/^go-http-client\b/i, 'A Go program'],
  [/^mozilla\//i, 'A browser'],
]

const longest = 40

/** "Claude Code", "OpenAI SDK (Python)", …; for others the first word of what they say about themselves. */
export function nameTool(userAgent: string | undefined): string {
  const text = userAgent?.trim() ?? ''
  if (text === '') return 'Unknown'
  const known = tools.find(([pattern]) => pattern.test(text))
  if (known) return known[1]
  const word = text.split(/[/\s(;]/, 1)[0]?.replaceAll(/[^\p{L}\p{N}._+-]/gu, '') ?? ''
  return word === '' ? 'Unknown' : word.slice(0, longest)
}
