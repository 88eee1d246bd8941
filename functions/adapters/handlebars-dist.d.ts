/** The build of Handlebars for bundles. The package's main file also has code that reads templates from disk. */
declare module 'handlebars/dist/handlebars.js' {
  export { default } from 'handlebars';
}
