// Declares the modules of the standard library that are written in Python.
import collectionsAbc from './collectionsAbc.py';
import { definePython } from './pythonModule';

definePython('collections.abc', collectionsAbc);
