// esbuild gathers imported stylesheets into the .css beside the bundle.
declare module '*.css';
