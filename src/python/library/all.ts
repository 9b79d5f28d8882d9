// Declares the modules of the standard library that are written in Python, or partly so.
import '../stdlib/all';
import '../regex/module';
import collections from './collections.py';
import collectionsAbc from './collectionsAbc.py';
import contextlib from './contextlib.py';
import enums from './enum.py';
import fractions from './fractions.py';
import functools from './functools.py';
import io from './io.py';
import { definePython } from './pythonModule';
import re from './re.py';
import statistics from './statistics.py';
import textwrap from './textwrap.py';

definePython('collections.abc', collectionsAbc);
definePython('collections', collections);
definePython('contextlib', contextlib);
definePython('functools', functools);
definePython('fractions', fractions);
definePython('statistics', statistics);
definePython('re', re);
definePython('enum', enums);
definePython('io', io);
definePython('textwrap', textwrap);
