// Declares every modelled module of the standard library. A module that is not here becomes Unknown when imported.
import './abc';
import './argparse';
import './collections';
import './contextlib';
import './copy';
import '../dataclasses/module';
import './functools';
import './heaps';
import './itertools';
import './json';
import './math';
import './paths';
import './random';
import './system';
import './tqdm';
import '../typing/module';
import './warnings';
