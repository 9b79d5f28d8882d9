// Which names PyTorch 2.13 and NumPy have, modelled here or not. Knows no value.
import data from './knownNames.json';

const names = new Map(Object.entries(data).map(([path, list]) => [path, new Set(list.split(' '))]));

/** Whether the module or class at `path` has this public name. */
export const isKnownName = (path: string, name: string): boolean => names.get(path)?.has(name) ?? false;

/** All public names of a module, for `dir` and `from ... import *`. */
export const knownNames = (path: string): readonly string[] => [...(names.get(path) ?? [])];

/** Whether there is a list for this module at all. */
export const isKnownModule = (path: string): boolean => names.has(path);

/** The modules and classes that there are lists for. */
export const knownPaths: readonly string[] = [...names.keys()];
