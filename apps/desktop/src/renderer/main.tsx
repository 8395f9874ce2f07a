/** @file Puts the window together: host, cache, app. */
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { createQueryClient } from './lib/query-client.ts'
import { createRpcClient } from './lib/rpc-client.ts'
import './styles.css'

const root = document.getElementById('root')
if (!root) throw new Error('The page has no place for the app')

const client = createRpcClient()
createRoot(root).render(
  <StrictMode>
    <App client={client} queries={createQueryClient()} />
  </StrictMode>,
)
