# PowerShell, cmd and friends in one paste
$env:OPENAI_API_KEY = "sk-sample-shell"
$env:OPENAI_BASE_URL="https://llm.corp.example/v1/chat/completions";
setx OLLAMA_HOST "0.0.0.0:11434"
set "MISTRAL_API_KEY=mistral-sample-shell"
declare -x DEEPSEEK_API_KEY="deepseek-sample-shell"
set -gx XAI_API_KEY 'xai-sample-shell'
