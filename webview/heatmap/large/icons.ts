// The signs on the buttons beside a picture, drawn in the colour of text.
import { svg, type TemplateResult } from 'lit';

const icon = (path: string): TemplateResult<2> =>
  svg`<svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" fill="none" stroke="currentColor"><path d=${path}></path></svg>`;

export const zoomInIcon = icon('M8 3.5v9M3.5 8h9');
export const zoomOutIcon = icon('M3.5 8h9');
export const fitIcon = icon('M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10');
