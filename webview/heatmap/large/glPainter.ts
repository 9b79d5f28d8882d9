// Draws tiles by WebGL2: each tile's numbers are a texture, the colours another, so that a new range repaints without new
// numbers. Knows nothing of where tiles come from.
import { bent, type Colouring, tableSize } from './colouring';
import { type Painter, type Picture, placed, smallestGap } from './painter';
import { fragmentShader, vertexShader } from './shaders';
import type { Tile } from './tileCache';
import { channelsOf } from './tileValues';

/** Textures kept at most: half a megabyte each, or a quarter. */
const mostTextures = 64;

const uniforms = ['place', 'cells', 'numbers', 'table', 'ends', 'knee', 'stripes', 'gap'] as const;
type Uniforms = Readonly<Record<(typeof uniforms)[number], WebGLUniformLocation | null>>;

/** Undefined where the browser has no WebGL2, or not what is needed of it. `lost` is told when it goes away later. */
export function glPainter(canvas: HTMLCanvasElement, lost: () => void): Painter | undefined {
  const gl = canvas.getContext('webgl2', { antialias: false, depth: false, stencil: false });
  const program = gl && linked(gl);
  if (!gl || !program) return undefined;
  canvas.addEventListener('webglcontextlost', lost, { once: true });
  gl.useProgram(program);
  gl.bindVertexArray(gl.createVertexArray());
  const at = Object.fromEntries(uniforms.map((name) => [name, gl.getUniformLocation(program, name)])) as Uniforms;
  gl.uniform1i(at.numbers, 0);
  gl.uniform1i(at.table, 1);
  const textures = new Map<string, WebGLTexture>();
  const table = gl.createTexture();
  let shown: Colouring | undefined;
  return {
    kind: 'webgl2',
    paint(picture) {
      size(canvas, picture);
      gl.viewport(0, 0, canvas.width, canvas.height);
      gl.clearColor(0, 0, 0, 0);
      gl.clear(gl.COLOR_BUFFER_BIT);
      if (shown !== picture.colouring) setColours(gl, at, table, picture.colouring);
      shown = picture.colouring;
      for (const tile of picture.tiles) {
        gl.activeTexture(gl.TEXTURE0);
        gl.bindTexture(gl.TEXTURE_2D, textureOf(gl, textures, tile));
        drawTile(gl, at, tile, picture);
      }
    },
    dispose() {
      for (const texture of textures.values()) gl.deleteTexture(texture);
      textures.clear();
      // Pages may have few contexts; this one would stay until it is collected.
      canvas.removeEventListener('webglcontextlost', lost);
      gl.getExtension('WEBGL_lose_context')?.loseContext();
    },
  };
}

function linked(gl: WebGL2RenderingContext): WebGLProgram | undefined {
  const program = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, vertexShader],
    [gl.FRAGMENT_SHADER, fragmentShader],
  ] as const) {
    const shader = gl.createShader(type);
    if (!shader) return undefined;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  return gl.getProgramParameter(program, gl.LINK_STATUS) ? program : undefined;
}

/** The canvas in device pixels; set only where it changes, for that clears it. */
function size(canvas: HTMLCanvasElement, { frame, ratio }: Picture): void {
  const [width, height] = [Math.round(frame.width * ratio), Math.round(frame.height * ratio)];
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
}

function nearest(gl: WebGL2RenderingContext): void {
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
}

function setColours(gl: WebGL2RenderingContext, at: Uniforms, texture: WebGLTexture, colouring: Colouring): void {
  const bytes = new Uint8Array(tableSize * 4);
  for (const [i, colour] of colouring.table.entries()) bytes.set([...colour, 255], i * 4);
  gl.activeTexture(gl.TEXTURE1);
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, tableSize, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, bytes);
  nearest(gl);
  const { range, knee, stripes } = colouring;
  gl.uniform2f(at.ends, bent(range[0], knee), bent(range[1], knee));
  gl.uniform1f(at.knee, knee);
  gl.uniform3fv(
    at.stripes,
    stripes.flat().map((part) => part / 255),
  );
}

function textureOf(gl: WebGL2RenderingContext, textures: Map<string, WebGLTexture>, { key, view }: Tile): WebGLTexture {
  const known = textures.get(key);
  const texture = known ?? gl.createTexture();
  textures.delete(key);
  textures.set(key, texture);
  if (known) return known;
  gl.bindTexture(gl.TEXTURE_2D, texture);
  // A channel that is not there reads as 0: no flags.
  const { count, numbers } = channelsOf(view);
  const [kept, given] = count === 1 ? [gl.R32F, gl.RED] : [gl.RG32F, gl.RG];
  gl.texImage2D(gl.TEXTURE_2D, 0, kept, view.cols, view.rows, 0, given, gl.FLOAT, numbers);
  nearest(gl);
  for (const [oldest, unused] of textures) {
    if (textures.size <= mostTextures) break;
    gl.deleteTexture(unused);
    textures.delete(oldest);
  }
  return texture;
}

function drawTile(gl: WebGL2RenderingContext, at: Uniforms, tile: Tile, { view, extent, frame }: Picture): void {
  const { x, y, width, height, cellWidth, cellHeight } = placed(tile, view, extent);
  const across = (px: number): number => (px / frame.width) * 2 - 1;
  const down = (px: number): number => 1 - (px / frame.height) * 2;
  gl.uniform4f(at.place, across(x), down(y), across(x + width), down(y + height));
  gl.uniform2f(at.cells, width / cellWidth, height / cellHeight);
  const smallest = Math.min(cellWidth, cellHeight);
  const gap = smallest < smallestGap ? 0 : 1;
  gl.uniform2f(at.gap, gap / cellWidth, gap / cellHeight);
  gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
}
