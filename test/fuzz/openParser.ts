// The parser from the packages' own files, for tests.
import { readFileSync } from 'node:fs';
import { createParser, type Parser } from '../../src/syntax/parser';

export const openParser = (): Promise<Parser> =>
  createParser({
    runtime: readFileSync('node_modules/web-tree-sitter/web-tree-sitter.wasm'),
    python: readFileSync('node_modules/tree-sitter-python/tree-sitter-python.wasm'),
  });
