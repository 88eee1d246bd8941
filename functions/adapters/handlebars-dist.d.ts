/** The one file that is built for bundles; the package's main file brings along what reads templates from disks. */
declare module 'handlebars/dist/handlebars.js' {
  export { default } from 'handlebars';
}
