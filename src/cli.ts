#!/usr/bin/env node
// The core from a terminal: evaluates Python files and batches of snippets without Python. Knows no editor.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { PythonMessage } from './base/problem';
import { say } from './base/text';
import { reductionLines } from './present/reductionLines';
import { reductionsView } from './present/reductionsView';
import { speaker } from './present/say';
import { type TracebackView, tracebackText, tracebackViews } from './present/traceback';
import type { Limits } from './python/evaluate';
import { heldMemory } from './server/heldMemory';
import { wantRelaxedSimd } from './server/relaxedSimd';
import { createParser, type Parser } from './syntax/parser';
import type { BackendState } from './tensor/backend';
import { createRouter, type Router } from './tensor/router';
import { loadDawn } from './tensor/webgpu/dawn';
import { encodeValue, type Json, unknownReason } from './torch/encode';
import { type ProgramError, programLimits, runProgram } from './torch/runProgram';
import { inputSources } from './trace/inputs/inputSources';

interface Options {
  readonly json?: boolean;
  readonly batch?: boolean;
  readonly backend: BackendState['setting'];
  readonly seconds: number;
  readonly steps: number;
  readonly memory: number;
}

/** Exit codes of `eval`. */
const raised = 1;
const couldNotRun = 2;

const readAsset = (name: string): Uint8Array => readFileSync(path.join(__dirname, name));

const openParser = (): Promise<Parser> =>
  createParser({ runtime: readAsset('web-tree-sitter.wasm'), python: readAsset('tree-sitter-python.wasm') });

interface Seen {
  readonly value: Json | undefined;
  readonly error: ProgramError | undefined;
  /** How the exception came about, the first one first; empty where there is none. */
  readonly tracebacks: readonly TracebackView[];
  readonly stdout: string;
  readonly warnings: readonly (PythonMessage & { readonly line: number })[];
  readonly assumptions: readonly string[];
}

/** Where a device does not answer, a run is given up after the time that programs have, and a little more. */
const patience = (limits: Limits): number => limits.milliseconds + 2000;
let gaveUp = false;

interface Given {
  /** As tracebacks call it. */
  readonly name: string;
  readonly code: string;
  readonly limits: Limits;
  readonly onWrite?: (text: string) => void;
}

/** The limits of the command line, which messages name. */
const limitsOf = ({ seconds, steps, memory }: Options): Limits => ({
  ...programLimits,
  milliseconds: seconds * 1000,
  steps,
  megabytes: memory,
  raisedBy: {
    time: say('the option {0}', '--seconds'),
    steps: say('the option {0}', '--steps'),
    memory: say('the option {0}', '--memory'),
  },
});

/** Runs a program on a fresh machine, bounded in time whatever it waits for. */
async function run(parser: Parser, router: Router, given: Given): Promise<Seen> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Seen>((resolve) => {
    timer = setTimeout(() => {
      gaveUp = true;
      const error = {
        type: 'Limit',
        message: `no answer within ${patience(given.limits) / 1000} seconds`,
        line: lastLine(given.code),
      };
      resolve({ value: undefined, error, tracebacks: [], stdout: '', warnings: [], assumptions: [] });
    }, patience(given.limits));
  });
  try {
    return await Promise.race([runToEnd(parser, router, given), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function runToEnd(parser: Parser, router: Router, { name, code, limits, onWrite }: Given): Promise<Seen> {
  const engine = await router.engine();
  const written: string[] = [];
  const warnings: (PythonMessage & { readonly line: number })[] = [];
  const program = parser.parse(code);
  const result = await runProgram(program, {
    engine,
    limits,
    memory: heldMemory,
    now: () => performance.now(),
    pause: () => new Promise((resolve) => setImmediate(resolve)),
    signal: new AbortController().signal,
    inputs: inputSources,
    onWrite: (text) => {
      written.push(text);
      onWrite?.(text);
    },
    onWarning: (warning, line) => warnings.push({ ...warning, line }),
  });
  const bound = result.globals.get('result');
  const reason = bound && unknownReason(bound);
  const unknown = reason === undefined ? undefined : { type: 'Unknown', message: reason, line: lastLine(code) };
  const value = bound && (await encodeValue(engine, bound));
  const { assumptions } = result;
  const error = result.error ?? unknown;
  const tracebacks = result.error?.traceback ? tracebackViews(result.error.traceback, program, name) : [];
  return { value, error, tracebacks, stdout: written.join(''), warnings, assumptions };
}

const lastLine = (code: string): number => code.trimEnd().split('\n').length;

/** A warning without the place in PyTorch's own sources, which differs from build to build. */
const withoutOrigin = (message: string): string => message.replace(/\s*\(Triggered internally at [^\n]*\)\s*$/, '');

/** One JSON object by the contract of `eval --json`. */
const answer = ({ value, error, tracebacks, stdout, warnings, assumptions }: Seen, id?: Json): Json => ({
  ...(id === undefined ? {} : { id }),
  ok: error === undefined,
  ...(value === undefined ? {} : { value }),
  stdout,
  warnings: warnings.map(({ type, message, line }) => ({ category: type, message: withoutOrigin(message), line })),
  ...(assumptions.length > 0 ? { assumptions: [...assumptions] } : {}),
  ...(error ? { error: errorJson(error, tracebacks) } : {}),
});

/** The exception with its frames, and the exceptions that it followed, the first one first. */
function errorJson({ type, message, line }: ProgramError, tracebacks: readonly TracebackView[]): Json {
  const own = tracebacks.at(-1);
  const after = tracebacks
    .slice(0, -1)
    .map((view) => ({ type: view.type, message: view.message, how: view.next?.how ?? null, ...wayJson(view) }));
  return { type, message, line, ...(own && wayJson(own)), ...(after.length > 0 ? { after } : {}) };
}

/** Frames with the outermost first. */
const wayJson = ({ frames, notes }: TracebackView) => ({
  traceback: frames.map(({ name, line, source, repeated }) => ({
    name,
    line,
    source,
    ...(repeated ? { repeated } : {}),
  })),
  ...(notes.length > 0 ? { notes: [...notes] } : {}),
});

/** JSON text; integers of any size keep their digits. */
function jsonText(value: Json): string {
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, item]) => `${JSON.stringify(key)}:${jsonText(item)}`)
    .join(',')}}`;
}

const print = (value: Json): void => void process.stdout.write(`${jsonText(value)}\n`);

function complain(message: string): number {
  process.stderr.write(`tensor-inspector: ${message}\n`);
  return couldNotRun;
}

async function evaluateFile(file: string, options: Options, router: Router): Promise<number> {
  let code: string;
  try {
    code = file === '-' ? readFileSync(0, 'utf8') : readFileSync(file, 'utf8');
  } catch (error) {
    return complain(`cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const onWrite = options.json ? {} : { onWrite: (text: string) => void process.stdout.write(text) };
  const seen = await run(await openParser(), router, { name: file, code, limits: limitsOf(options), ...onWrite });
  if (options.json) print(answer(seen));
  else report(file, code, seen);
  return seen.error ? raised : 0;
}

/** Warnings and the exception as Python prints them, and the value of `result`. */
function report(file: string, code: string, { value, error, tracebacks, warnings, assumptions }: Seen): void {
  const source = code.split(/\r\n|\r|\n/);
  const quoted = (line: number): string => (source[line - 1] ?? '').trim();
  for (const { type, message, line } of warnings) {
    process.stderr.write(`${file}:${line}: ${type}: ${message}\n  ${quoted(line)}\n`);
  }
  for (const assumed of assumptions) process.stderr.write(`Assumed: ${assumed}\n`);
  if (tracebacks.length) process.stderr.write(`${tracebackText(tracebacks)}\n`);
  else if (error) {
    const { type, message, line } = error;
    const head = `  File "${file}", line ${line}\n    ${quoted(line)}\n`;
    process.stderr.write(`${head}${type}${message ? `: ${message}` : ''}\n`);
  } else if (value !== undefined) process.stdout.write(`result = ${jsonText(value)}\n`);
}

/** Answers each line as it comes. */
async function evaluateBatch(router: Router, limits: Limits): Promise<number> {
  const parser = await openParser();
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() !== '') print(await answerLine(parser, router, line, limits));
  }
  return 0;
}

async function answerLine(parser: Parser, router: Router, line: string, limits: Limits): Promise<Json> {
  let request: unknown;
  try {
    request = JSON.parse(line);
  } catch {
    return { ok: false, error: { type: 'InvalidRequest', message: 'a line must be a JSON object with id and code' } };
  }
  const { id, code } = (typeof request === 'object' && request !== null ? request : {}) as {
    id?: Json;
    code?: unknown;
  };
  if (typeof code !== 'string') {
    return {
      ...(id === undefined ? {} : { id }),
      ok: false,
      error: { type: 'InvalidRequest', message: 'a line must be a JSON object with id and code' },
    };
  }
  try {
    return answer(await run(parser, router, { name: '-', code, limits }), id);
  } catch (error) {
    // A bug of ours: this snippet has no answer, the others have.
    const message = error instanceof Error ? error.message : String(error);
    return { ...(id === undefined ? {} : { id }), ok: false, error: { type: 'InternalError', message } };
  }
}

async function evaluateCommand(file: string | undefined, options: Options): Promise<number> {
  if (options.batch && file !== undefined) return complain('eval takes a file or --batch, not both');
  if (!options.batch && file === undefined) return complain('eval needs a file, - for standard input, or --batch');
  const router = createRouter({ setting: options.backend, gpu: loadDawn });
  try {
    return await (file === undefined ? evaluateBatch(router, limitsOf(options)) : evaluateFile(file, options, router));
  } catch (error) {
    return complain(error instanceof Error ? error.message : String(error));
  } finally {
    // Leaving while a GPU is busy would crash the process; a device that does not answer is left all the same.
    if (!gaveUp) await router.close();
  }
}

/** Measures on any adapter; ends early at the first Ctrl+C. */
async function benchSoftmax({ json }: { readonly json?: boolean }): Promise<number> {
  const router = createRouter({ setting: 'webgpu', gpu: loadDawn });
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  const english = speaker({});
  try {
    const outcome = await router.study({
      signal: interrupted.signal,
      now: () => performance.now(),
      onProgress: ({ cases, total }) => {
        if (process.stderr.isTTY) process.stderr.write(`${cases.length}/${total}\r`);
      },
    });
    const view = reductionsView(outcome, 'auto', english);
    if (view.empty !== undefined) return complain(view.empty);
    process.stdout.write(json ? `${JSON.stringify(view.cases)}\n` : `${reductionLines(view, english).join('\n')}\n`);
    return 0;
  } catch (error) {
    return complain(error instanceof Error ? error.message : String(error));
  } finally {
    await router.close();
  }
}

function bound(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('It has to be a number above 0.');
  return value;
}

// Who reads may stop when it has seen enough: `eval … | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

const program = new Command('tensor-inspector')
  .description('Evaluates PyTorch losses, softmax and tensors in Python source without Python.')
  .showHelpAfterError('(--help shows what there is)')
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : couldNotRun));
program
  .command('eval')
  .description('Run a Python file, or JSON lines {"id", "code"} from standard input.')
  .argument('[file]', 'a Python file; - reads standard input')
  .option('--json', 'print one JSON object with value, stdout, warnings and error')
  .option('--batch', 'read JSON lines from standard input and answer each with a JSON line')
  .addOption(
    new Option('--backend <name>', 'what computes')
      .choices(['auto', 'webgpu', 'cpu'])
      .default('cpu' satisfies Options['backend'], 'cpu, the same on every machine'),
  )
  .option('--seconds <number>', 'how long a program may take', bound, programLimits.milliseconds / 1000)
  .option('--steps <number>', 'how many expressions and turns of loops it may evaluate', bound, programLimits.steps)
  .option('--memory <MB>', 'what its values may take', bound, programLimits.megabytes)
  .addHelpText(
    'after',
    '\nExit status: 0 the program ran, 1 it raised an exception or met something unknown, 2 it could not be run.',
  )
  .action(async (file: string | undefined, options: Options) => {
    process.exitCode = await evaluateCommand(file, options);
    if (gaveUp) process.exit();
  });
program
  .command('bench-softmax')
  .description(
    "Compare the forms of softmax's reductions on this machine's WebGPU adapter, as multiples of a plain copy.",
  )
  .option('--json', 'print the numbers as JSON')
  .action(async (options: { readonly json?: boolean }) => {
    process.exitCode = await benchSoftmax(options);
  });
wantRelaxedSimd();
void program.parseAsync();
