/** @file Our errors → the error bodies of the Responses API: those of OpenAI. */
export { encodeError } from '../openai-chat/client-errors.ts'
