// The two shaders of a tile: a rectangle, and the colour of each cell from its number, by a table and a range.

/** `place`: left, top, right, bottom in clip space; `cells`: how many cells lie between, fractions at a plane's end. */
export const vertexShader = `#version 300 es
uniform vec4 place;
uniform vec2 cells;
out vec2 cell;
void main() {
  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
  cell = corner * cells;
  gl_Position = vec4(mix(place.xy, place.zw, corner), 0.0, 1.0);
}`;

/** `numbers`: a number and the flags of what is not finite; `gap`: the line beside a cell, as a part of it. */
export const fragmentShader = `#version 300 es
precision highp float;
precision highp int;
precision highp sampler2D;
uniform sampler2D numbers;
uniform sampler2D table;
uniform vec2 ends;
uniform float knee;
uniform vec3 stripes[2];
uniform vec2 gap;
in vec2 cell;
out vec4 colour;
float bent(float value) {
  return knee > 0.0 ? sign(value) * log(1.0 + abs(value) / knee) : value * 0.5;
}
void main() {
  ivec2 at = clamp(ivec2(floor(cell)), ivec2(0), textureSize(numbers, 0) - 1);
  vec2 found = texelFetch(numbers, at, 0).rg;
  vec2 within = cell - vec2(at);
  if (within.x > 1.0 - gap.x || within.y > 1.0 - gap.y) {
    colour = vec4(0.0);
    return;
  }
  int flags = int(found.g);
  if (flags == 1) {
    colour = vec4(stripes[(at.x + at.y) & 1], 1.0);
    return;
  }
  float size = ends.y - ends.x;
  float position = flags == 2 ? 1.0 : flags == 4 ? 0.0 : size == 0.0 ? 0.5 : (bent(found.r) - ends.x) / size;
  int count = textureSize(table, 0).x;
  int step = int(clamp(position, 0.0, 1.0) * float(count - 1) + 0.5);
  colour = vec4(texelFetch(table, ivec2(step, 0), 0).rgb, 1.0);
}`;
