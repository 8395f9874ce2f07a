/** @file THE list of tools that a set-up is written for. Adding one is an entry in the file of its kind. */
import { agentTools } from './agent-tools.ts'
import { editorTools } from './editor-tools.ts'
import { libraryTools } from './library-tools.ts'
import type { SetupTool } from './snippet.ts'

export const setupTools: readonly SetupTool[] = [...agentTools, ...editorTools, ...libraryTools]

/** Always in sight, the first ones also in a narrow window; the others are behind a menu. */
export const pinnedTools = ['claude-code', 'codex', 'openai-python', 'google-js', 'curl']
