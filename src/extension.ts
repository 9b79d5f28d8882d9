// Composition root: makes the parts and wires them. Loads nothing large; the server starts in the background.
import { performance } from 'node:perf_hooks';
import * as vscode from 'vscode';
import { viewId } from './manifest/views';
import type { TensorInspectorApi, TestingApi } from './vscode/api';
import { bindCommands } from './vscode/bindCommands';
import { DimsViewProvider } from './vscode/dimsView';
import { InlineValues } from './vscode/inlineValues';
import { Inspector } from './vscode/inspector';
import { LineEnds } from './vscode/lineEnds';
import { Reductions } from './vscode/reductions';
import { Server } from './vscode/server';
import { onSettingChange } from './vscode/settings';
import { statusItem } from './vscode/statusItem';
import { themeKind } from './vscode/theme';

let running: Server | undefined;

export function activate(context: vscode.ExtensionContext): TensorInspectorApi {
  const began = performance.now();
  const { TENSOR_INSPECTOR_TEST } = process.env;
  const output = vscode.window.createOutputChannel('Tensor Inspector', { log: true });
  const server = new Server(context, output);
  const lineEnds = new LineEnds();
  const inspector = new Inspector(context, server, lineEnds, output);
  const dims = new DimsViewProvider(
    context,
    server,
    (message) => void inspector.received(message),
    (error) => inspector.failed(error, false),
  );
  const reductions = new Reductions(
    context,
    server,
    (message) => void inspector.received(message),
    (error) => inspector.failed(error, true),
  );
  const inlineValues = new InlineValues(server, lineEnds, (error) => inspector.failed(error, false));
  context.subscriptions.push(
    output,
    server,
    lineEnds,
    inspector,
    dims,
    reductions,
    inlineValues,
    bindCommands(inspector, dims, reductions, server, output),
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
    evaluate: (uri, range) => inspector.evaluate(uri, range),
    ...(TENSOR_INSPECTOR_TEST === '1' && { testing }),
  };
}

/** Resolves when the server's process has ended. */
export function deactivate(): Promise<void> | undefined {
  return running?.stop();
}
