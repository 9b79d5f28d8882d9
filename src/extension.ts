// Composition root: makes the parts and wires them. Loads nothing large; the server starts in the background.
import { performance } from 'node:perf_hooks';
import * as vscode from 'vscode';
import { viewId } from './manifest/views';
import type { TensorInspectorApi, TestingApi } from './vscode/api';
import { bindCommands } from './vscode/bindCommands';
import { DimsViewProvider } from './vscode/dimsView';
import { InlineValues } from './vscode/inlineValues';
import { Inquiries } from './vscode/inquiries';
import { LineEnds } from './vscode/lineEnds';
import { LossInspector } from './vscode/lossInspector';
import { Reductions } from './vscode/reductions';
import { Server } from './vscode/server';
import { onSettingChange } from './vscode/settings';
import { SoftmaxInspector } from './vscode/softmaxInspector';
import { statusItem } from './vscode/statusItem';
import { themeKind } from './vscode/theme';

let running: Server | undefined;

export function activate(context: vscode.ExtensionContext): TensorInspectorApi {
  const began = performance.now();
  const { TENSOR_INSPECTOR_TEST } = process.env;
  const output = vscode.window.createOutputChannel('Tensor Inspector', { log: true });
  const server = new Server(context, output);
  const lineEnds = new LineEnds();
  const inquiries = new Inquiries(server, output);
  const loss = new LossInspector(context, inquiries, lineEnds);
  const softmax = new SoftmaxInspector(context, inquiries);
  const dims = new DimsViewProvider(context, inquiries);
  const reductions = new Reductions(context, inquiries);
  const inlineValues = new InlineValues(inquiries, lineEnds);
  context.subscriptions.push(
    output,
    server,
    lineEnds,
    loss,
    softmax,
    dims,
    reductions,
    inlineValues,
    bindCommands({ inquiries, loss, softmax, dims, reductions, lineEnds, output }),
    statusItem(server),
    vscode.window.registerWebviewViewProvider(viewId('dims'), dims),
    vscode.window.onDidChangeActiveColorTheme(() => server.tell('tensorInspector/theme', { kind: themeKind() })),
    onSettingChange(['backend', 'webgpu', 'nodePath', 'limits'], () => void server.restart()),
  );
  running = server;
  setImmediate(() => server.start());
  const activationMilliseconds = performance.now() - began;
  output.info(`activated in ${activationMilliseconds.toFixed(1)} ms`);
  const testing: TestingApi = {
    activationMilliseconds,
    serverPid: () => server.pid,
    backend: () => server.state.backend,
    reductions: () => reductions.view,
    rung: () => server.state.rung,
    lineEnds: (uri) => lineEnds.texts(uri.toString()),
    loseDevice: () => server.tell('tensorInspector/loseDevice', {}),
  };
  return {
    evaluate: (uri, range) => loss.evaluate(uri, range),
    ...(TENSOR_INSPECTOR_TEST === '1' && { testing }),
  };
}

/** Resolves when the server's process has ended. */
export function deactivate(): Promise<void> | undefined {
  return running?.stop();
}
