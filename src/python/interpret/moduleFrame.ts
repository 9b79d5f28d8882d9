// The frame in which a module's own statements run. Knows no statement.
import type { Statement } from '../../syntax/nodes';
import { codeOf } from '../core/code';
import type { Frame } from '../core/frame';
import type { Vm } from '../core/vm';
import type { Value } from '../value';

/** The frame of a module with these statements, whose names are kept in `globals`. */
export function moduleFrame(statements: readonly Statement[], globals: Map<string, Value>, vm: Vm): Frame {
  return {
    vm,
    scope: { kind: 'module', names: globals, code: codeOf(statements, [], statements), parent: undefined },
    globals,
    qualname: '',
    cell: undefined,
    self: undefined,
  };
}
