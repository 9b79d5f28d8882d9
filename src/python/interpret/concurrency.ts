// What runs beside the program: asynchronous code, threads, processes. None of it is run here. Knows no syntax.
import { say, type Text } from '../../base/text';

const modules: Readonly<Record<string, 'asynchronous' | 'parallel'>> = {
  asyncio: 'asynchronous',
  trio: 'asynchronous',
  anyio: 'asynchronous',
  threading: 'parallel',
  _thread: 'parallel',
  multiprocessing: 'parallel',
  concurrent: 'parallel',
  subprocess: 'parallel',
};

/** Calls of these modules' functions and objects that set code going. */
const starting =
  /^(?:run|start|submit|map|starmap|apply|apply_async|map_async|gather|create_task|ensure_future|run_until_complete|start_new_thread)$/;

/** Why a module has no value here, where it is one of those. */
export function notRunHere(path: string): Text | undefined {
  switch (modules[path.split('.')[0] ?? '']) {
    case 'asynchronous':
      return say('asynchronous code is not run here: {0}', path);
    case 'parallel':
      return say('threads and processes are not run here: {0}', path);
    default:
      return undefined;
  }
}

/** Whether a call of this attribute, not made for this reason, leaves code unrun that may print. */
export const leavesCodeUnrun = ({ template }: Text, attribute: string): boolean =>
  starting.test(attribute) && / (?:is|are) not run here: /.test(template);
