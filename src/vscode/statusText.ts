// What the status item says for each state of the server. Knows no status bar.
import type { ServerState } from './server';
import type { Words } from './words';

export interface StatusText {
  readonly text: string;
  /** Lines of the tooltip, plain text. */
  readonly tooltip: readonly string[];
  readonly severe: boolean;
}

/** Names the backend in use and why, or what the server is doing instead. */
export function statusText({ phase, backend, rung }: ServerState, l10n: Words): StatusText {
  switch (phase) {
    case 'starting':
      return { text: '$(loading~spin) Tensor', tooltip: [l10n.t('The language server starts.')], severe: false };
    case 'crashed':
      return {
        text: '$(loading~spin) Tensor',
        tooltip: [l10n.t('The language server ended unexpectedly and is started again.')],
        severe: false,
      };
    case 'stopped':
      return {
        text: '$(error) Tensor',
        tooltip: [l10n.t('The language server is stopped. Click to start it again.')],
        severe: true,
      };
    case 'running': {
      if (!backend)
        return { text: '$(chip) Tensor', tooltip: [l10n.t('The backend is not opened yet.')], severe: false };
      const electron = rung === 'electron' ? [l10n.t('No Node.js was found: the server runs on Electron.')] : [];
      const [icon, name] = backend.name === 'webgpu' ? ['circuit-board', 'WebGPU'] : ['chip', 'CPU'];
      const label = backend.label === name ? name : `${name} · ${backend.label}`;
      return { text: `$(${icon}) ${name}`, tooltip: [label, backend.why, ...electron], severe: false };
    }
  }
}
