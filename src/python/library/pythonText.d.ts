/** A module of the library that is written in Python: its text, from the bundler. */
declare module '*.py' {
  const source: string;
  export default source;
}
