/**
 * @file The providers that LiteLLM knows by a prefix, and what each is here. Sources: LiteLLM
 * `litellm_core_utils/get_llm_provider_logic.py` and `llms/<provider>`, version 1.106.
 */

/** Whose settings a provider's are like. */
export type ProviderKind =
  | 'openai'
  | 'anthropic'
  | 'google'
  | 'azure'
  | 'azure-ai'
  | 'bedrock'
  | 'vertex'
  | 'ollama'
  | 'handler'

export interface LitellmProvider {
  readonly label: string
  readonly kind: ProviderKind
  /** Where it is when the file does not say. */
  readonly baseUrl?: string
  /** The variable in which LiteLLM looks for a base URL that the file does not hold. */
  readonly baseVariable?: string
  /** The variable in which LiteLLM looks for a key that the file does not hold. */
  readonly keyVariable?: string
  /** What is different here, as a sentence of the report. */
  readonly difference?: string
}

const hosted = (label: string, baseUrl: string, keyVariable: string): LitellmProvider => ({
  label,
  kind: 'openai',
  baseUrl,
  keyVariable,
})

const own = (label: string, baseVariable: string, baseUrl?: string): LitellmProvider => ({
  label,
  kind: 'openai',
  baseVariable,
  ...(baseUrl === undefined ? {} : { baseUrl }),
})

const ollama: LitellmProvider = {
  label: 'Ollama',
  kind: 'ollama',
  baseUrl: 'http://localhost:11434',
  difference: 'Called by its OpenAI-compatible API, at /v1.',
}

const cohere: LitellmProvider = {
  ...hosted('Cohere', 'https://api.cohere.ai/compatibility/v1', 'COHERE_API_KEY'),
  difference: 'Called by its OpenAI-compatible API.',
}

const qwen = hosted(
  'Alibaba Cloud',
  'https://dashscope.aliyuncs.com/compatible-mode/v1',
  'DASHSCOPE_API_KEY',
)

export const providers: ReadonlyMap<string, LitellmProvider> = new Map<string, LitellmProvider>([
  ['openai', hosted('OpenAI', 'https://api.openai.com/v1', 'OPENAI_API_KEY')],
  ['custom_openai', hosted('OpenAI', 'https://api.openai.com/v1', 'OPENAI_API_KEY')],
  ['openai_like', own('OpenAI-compatible', 'OPENAI_LIKE_API_BASE')],
  ['aiohttp_openai', own('OpenAI-compatible', 'OPENAI_API_BASE')],
  [
    'text-completion-openai',
    {
      ...hosted('OpenAI', 'https://api.openai.com/v1', 'OPENAI_API_KEY'),
      difference: 'Text completions go to /completions, chats to /chat/completions.',
    },
  ],
  [
    'anthropic',
    {
      label: 'Anthropic',
      kind: 'anthropic',
      baseUrl: 'https://api.anthropic.com',
      keyVariable: 'ANTHROPIC_API_KEY',
    },
  ],
  [
    'gemini',
    {
      label: 'Google',
      kind: 'google',
      baseUrl: 'https://generativelanguage.googleapis.com',
      keyVariable: 'GEMINI_API_KEY',
    },
  ],
  [
    'azure',
    { label: 'Azure', kind: 'azure', baseVariable: 'AZURE_API_BASE', keyVariable: 'AZURE_API_KEY' },
  ],
  [
    'azure_text',
    { label: 'Azure', kind: 'azure', baseVariable: 'AZURE_API_BASE', keyVariable: 'AZURE_API_KEY' },
  ],
  [
    'azure_ai',
    {
      label: 'Azure AI',
      kind: 'azure-ai',
      baseVariable: 'AZURE_AI_API_BASE',
      keyVariable: 'AZURE_AI_API_KEY',
    },
  ],
  ['bedrock', { label: 'Bedrock', kind: 'bedrock' }],
  ['vertex_ai', { label: 'Vertex', kind: 'vertex' }],
  ['vertex_ai_beta', { label: 'Vertex', kind: 'vertex' }],
  ['ollama', ollama],
  ['ollama_chat', ollama],
  ['hosted_vllm', own('vLLM', 'HOSTED_VLLM_API_BASE')],
  ['lm_studio', own('LM Studio', 'LM_STUDIO_API_BASE')],
  ['llamafile', own('llamafile', 'LLAMAFILE_API_BASE', 'http://127.0.0.1:8080/v1')],
  [
    'docker_model_runner',
    own(
      'Docker Model Runner',
      'DOCKER_MODEL_RUNNER_API_BASE',
      'http://localhost:22088/engines/llama.cpp/v1',
    ),
  ],
  ['xinference', own('Xinference', 'XINFERENCE_API_BASE', 'http://127.0.0.1:9997/v1')],
  [
    'litellm_proxy',
    { ...own('LiteLLM proxy', 'LITELLM_PROXY_API_BASE'), keyVariable: 'LITELLM_PROXY_API_KEY' },
  ],
  [
    'databricks',
    { ...own('Databricks', 'DATABRICKS_API_BASE'), keyVariable: 'DATABRICKS_API_KEY' },
  ],
  ['cohere', cohere],
  ['cohere_chat', cohere],
  [
    'huggingface',
    {
      ...hosted('Hugging Face', 'https://router.huggingface.co/v1', 'HF_TOKEN'),
      difference: 'Called by its OpenAI-compatible router.',
    },
  ],
  ['groq', hosted('Groq', 'https://api.groq.com/openai/v1', 'GROQ_API_KEY')],
  ['mistral', hosted('Mistral', 'https://api.mistral.ai/v1', 'MISTRAL_API_KEY')],
  ['codestral', hosted('Codestral', 'https://codestral.mistral.ai/v1', 'CODESTRAL_API_KEY')],
  ['deepseek', hosted('DeepSeek', 'https://api.deepseek.com', 'DEEPSEEK_API_KEY')],
  ['perplexity', hosted('Perplexity', 'https://api.perplexity.ai', 'PERPLEXITYAI_API_KEY')],
  ['xai', hosted('xAI', 'https://api.x.ai/v1', 'XAI_API_KEY')],
  ['together_ai', hosted('Together AI', 'https://api.together.ai/v1', 'TOGETHERAI_API_KEY')],
  [
    'fireworks_ai',
    hosted('Fireworks AI', 'https://api.fireworks.ai/inference/v1', 'FIREWORKS_AI_API_KEY'),
  ],
  ['openrouter', hosted('OpenRouter', 'https://openrouter.ai/api/v1', 'OPENROUTER_API_KEY')],
  ['cerebras', hosted('Cerebras', 'https://api.cerebras.ai/v1', 'CEREBRAS_API_KEY')],
  ['moonshot', hosted('Moonshot AI', 'https://api.moonshot.ai/v1', 'MOONSHOT_API_KEY')],
  ['dashscope', qwen],
  ['nvidia_nim', hosted('NVIDIA NIM', 'https://integrate.api.nvidia.com/v1', 'NVIDIA_NIM_API_KEY')],
  ['sambanova', hosted('SambaNova', 'https://api.sambanova.ai/v1', 'SAMBANOVA_API_KEY')],
  ['deepinfra', hosted('DeepInfra', 'https://api.deepinfra.com/v1/openai', 'DEEPINFRA_API_KEY')],
  ['zai', hosted('Z.AI', 'https://api.z.ai/api/paas/v4', 'ZAI_API_KEY')],
  ['minimax', hosted('MiniMax', 'https://api.minimax.io/v1', 'MINIMAX_API_KEY')],
  ['novita', hosted('Novita', 'https://api.novita.ai/v3/openai', 'NOVITA_API_KEY')],
  ['hyperbolic', hosted('Hyperbolic', 'https://api.hyperbolic.xyz/v1', 'HYPERBOLIC_API_KEY')],
  ['lambda_ai', hosted('Lambda', 'https://api.lambda.ai/v1', 'LAMBDA_API_KEY')],
  [
    'featherless_ai',
    hosted('Featherless', 'https://api.featherless.ai/v1', 'FEATHERLESS_AI_API_KEY'),
  ],
  ['nebius', hosted('Nebius', 'https://api.studio.nebius.ai/v1', 'NEBIUS_API_KEY')],
  ['nscale', hosted('Nscale', 'https://inference.api.nscale.com/v1', 'NSCALE_API_KEY')],
  [
    'friendliai',
    hosted('FriendliAI', 'https://api.friendli.ai/serverless/v1', 'FRIENDLIAI_API_KEY'),
  ],
  [
    'volcengine',
    hosted('Volcengine', 'https://ark.cn-beijing.volces.com/api/v3', 'VOLCENGINE_API_KEY'),
  ],
  ['github', hosted('GitHub Models', 'https://models.inference.ai.azure.com', 'GITHUB_API_KEY')],
  ['meta_llama', hosted('Meta Llama', 'https://api.llama.com/compat/v1', 'LLAMA_API_KEY')],
  ['v0', hosted('v0', 'https://api.v0.dev/v1', 'V0_API_KEY')],
  ['morph', hosted('Morph', 'https://api.morphllm.com/v1', 'MORPH_API_KEY')],
  ['inception', hosted('Inception', 'https://api.inceptionlabs.ai/v1', 'INCEPTION_API_KEY')],
  [
    'vercel_ai_gateway',
    hosted('Vercel AI Gateway', 'https://ai-gateway.vercel.sh/v1', 'VERCEL_AI_GATEWAY_API_KEY'),
  ],
  ['scaleway', hosted('Scaleway', 'https://api.scaleway.ai/v1', 'SCW_SECRET_KEY')],
  ['nano-gpt', hosted('NanoGPT', 'https://nano-gpt.com/api/v1', 'NANOGPT_API_KEY')],
  ['poe', hosted('Poe', 'https://api.poe.com/v1', 'POE_API_KEY')],
  ['chutes', hosted('Chutes', 'https://llm.chutes.ai/v1', 'CHUTES_API_KEY')],
])

/** Prefixes of LiteLLM whose interface is of their own kind: they are prefixes, but nothing here speaks to them. */
export const foreignProviders: ReadonlySet<string> = new Set([
  'a2a',
  'ai21',
  'ai21_chat',
  'aiml',
  'amazon_nova',
  'anthropic_text',
  'anyscale',
  'assemblyai',
  'auto_router',
  'aws_polly',
  'azure_speech',
  'baseten',
  'black_forest_labs',
  'bytez',
  'chatgpt',
  'clarifai',
  'cloudflare',
  'cometapi',
  'compactifai',
  'custom',
  'datarobot',
  'deepgram',
  'elevenlabs',
  'empower',
  'fal_ai',
  'galadriel',
  'gigachat',
  'github_copilot',
  'gradient_ai',
  'helicone',
  'heroku',
  'infinity',
  'jina_ai',
  'langgraph',
  'lemonade',
  'maritalk',
  'modelscope',
  'nlp_cloud',
  'oci',
  'oobabooga',
  'ovhcloud',
  'petals',
  'predibase',
  'publicai',
  'recraft',
  'replicate',
  'runwayml',
  'sagemaker',
  'sagemaker_chat',
  'sap',
  'snowflake',
  'stability',
  'synthetic',
  'tencent',
  'topaz',
  'triton',
  'vllm',
  'voyage',
  'wandb',
  'watsonx',
  'watsonx_text',
])

/** LiteLLM's prefix of a provider of our catalogue. */
export const prefixOfCatalogue: Readonly<Record<string, string>> = {
  openai: 'openai',
  anthropic: 'anthropic',
  google: 'gemini',
  xai: 'xai',
  mistral: 'mistral',
  deepseek: 'deepseek',
  cohere: 'cohere_chat',
  groq: 'groq',
  perplexity: 'perplexity',
  moonshot: 'moonshot',
  alibaba: 'dashscope',
  cerebras: 'cerebras',
}
