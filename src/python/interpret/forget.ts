// Statements that cannot be run because something they depend on is Unknown: whatever they might bind becomes Unknown too,
// and it is told how they may have ended. Never guesses; when in doubt it forgets.
import type { Node, Statement } from '../../syntax/nodes';
import { eachChild, isStatement } from '../../syntax/walk';
import { codeOf } from '../core/code';
import type { Frame } from '../core/frame';
import type { UnknownValue } from '../value';
import type { Doubt } from './completion';
import { forgetEffects } from './forgetEffects';
import { bindName } from './names';

/** Forgets what the statements may have done; the doubt where they may have left the loop or the function. */
export function forget(statements: readonly Statement[], frame: Frame, why: UnknownValue): Doubt | undefined {
  // First what they change: a name that they bind anew may lead to an object that has other names too.
  forgetEffects(statements, frame, why);
  const { locals, globals, nonlocals } = codeOf(statements, [], statements);
  for (const name of [...locals, ...globals, ...nonlocals])
    if (!isDeclared(statements, name)) bindName(name, why, frame);
  const exits = { leavesLoop: false, returns: false };
  for (const statement of statements) findExits(statement, 0, exits);
  return exits.leavesLoop || exits.returns ? { kind: 'doubt', why, ...exits } : undefined;
}

/** Names that are only declared `global` are not bound. */
function isDeclared(statements: readonly Statement[], name: string): boolean {
  return statements.every((s) => (s.kind === 'Global' || s.kind === 'Nonlocal') && s.names.includes(name));
}

function findExits(node: Statement, loops: number, exits: { leavesLoop: boolean; returns: boolean }): void {
  if (node.kind === 'FunctionDef' || node.kind === 'ClassDef') return;
  if (node.kind === 'Return') exits.returns = true;
  if ((node.kind === 'Break' || node.kind === 'Continue') && loops === 0) exits.leavesLoop = true;
  const inside = node.kind === 'For' || node.kind === 'While' ? loops + 1 : loops;
  const visit = (child: Node): void => {
    if (isStatement(child)) findExits(child, inside, exits);
    else if (child.kind === 'Yield' || child.kind === 'YieldFrom') exits.returns = true;
    else eachChild(child, visit);
  };
  eachChild(node, visit);
}
