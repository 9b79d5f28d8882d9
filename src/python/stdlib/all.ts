// Loads every modelled module of the standard library.
