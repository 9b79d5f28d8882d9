// The versions of a module's state, and what states of before a version lack or have too much. Knows how no state is loaded.
import { hashKey } from '../../python/core/hash';
import { type DictValue, type InstanceValue, str, type Value } from '../../python/value';

const isKind = ({ cls }: InstanceValue, kind: RegExp): boolean => cls.mro.some(({ name }) => kind.test(name));

/** The version that a module's state has now. */
export const versionOf = (module: InstanceValue): number => (isKind(module, /^(?:Batch|Instance)Norm\dd$/) ? 2 : 1);

/** The version of a module's part of a state; undefined where the state has none, as a plain dict. */
export function versionIn(state: DictValue, prefix: string): number | undefined {
  const at = (dict: Value | undefined, key: string): Value | undefined => {
    const hashed = hashKey(str(key));
    return dict?.kind === 'dict' && hashed.kind === 'key' ? dict.entries.get(hashed.key)?.value : undefined;
  };
  const version = at(at(state.attrs?.get('_metadata'), prefix.slice(0, -1)), 'version');
  return version?.kind === 'int' ? Number(version.value) : undefined;
}

/** Brings what a state has for a module to what the module takes (`_load_from_state_dict` of the layers that normalise). */
export function reconcile(
  module: InstanceValue,
  prefix: string,
  local: Map<string, Value>,
  version: number | undefined,
  errors: string[],
): void {
  const tracks = module.attrs.get('track_running_stats');
  const isTracking = tracks?.kind === 'bool' && tracks.value;
  const own = module.attrs.get('num_batches_tracked');
  const counted = `${prefix}num_batches_tracked`;
  if ((version ?? 0) < 2 && isTracking && own && versionOf(module) === 2 && !local.has(counted))
    local.set(counted, own);
  if (version !== undefined || isTracking || !isKind(module, /^InstanceNorm\dd$/)) return;
  const surplus = ['running_mean', 'running_var'].map((name) => prefix + name).filter((key) => local.delete(key));
  if (surplus.length === 0) return;
  const [names, { name }] = [surplus.map((key) => `"${key}"`).join(' and '), module.cls];
  errors.push(
    `Unexpected running stats buffer(s) ${names} for ${name} with track_running_stats=False. If state_dict is a checkpoint saved before 0.4.0, this may be expected because ${name} does not track running stats by default since 0.4.0. Please remove these keys from state_dict. If the running stats are actually needed, instead set track_running_stats=True in ${name} to enable them. See the documentation of ${name} for details.`,
  );
}
