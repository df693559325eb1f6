import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import '#renderer/app/trusted-types.ts';
import '#renderer/app/zod-config.ts';

import { App } from '#renderer/app/App.tsx';
import { loadProgram } from '#renderer/app/load-program.ts';

const root = document.getElementById('root');
if (!root) throw new Error('the page has no #root');
createRoot(root).render(<StrictMode><App /></StrictMode>);
requestIdleCallback(() => void loadProgram(), { timeout: 1000 });
