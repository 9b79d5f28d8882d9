// What a reduction carries from element to element, as two words, and how two of them become one.
// Needs numerics.wgsl and the constants SUM ... ANY, F32, I32, WG and LANES.

// Integers that order as the words do; NaN comes out on top of either order, as PyTorch wants it.
fn rank(word: u32, kind: u32, descending: bool) -> u32 {
  let key = word ^ select(SIGN, 0xffffffffu, kind == F32 && (word & SIGN) != 0u);
  return select(select(key, ~key, descending), 0xffffffffu, kind == F32 && isnan32(real(word)));
}
fn unrank(key: u32, kind: u32, descending: bool) -> u32 {
  let word = select(key, ~key, descending);
  let back = word ^ select(SIGN, 0xffffffffu, kind == F32 && (word & SIGN) == 0u);
  return select(back, P.nan, kind == F32 && key == 0xffffffffu);
}
fn unzero(word: u32, kind: u32) -> u32 { return select(word, 0u, kind == F32 && word == SIGN); }

fn identity(op: u32) -> vec2u {
  switch op {
    case PROD: { return vec2u(bits(1.0), 0u); }
    case ALL: { return vec2u(1u, 0u); }
    case ARGMAX, ARGMIN: { return vec2u(0u, 0xffffffffu); }
    default: { return vec2u(0u, 0u); }
  }
}

/* An element as a state; `word` are its bits, `index` its place. */
fn lift(op: u32, word: u32, kind: u32, index: u32) -> vec2u {
  switch op {
    case MAX: { return vec2u(rank(word, kind, false), 0u); }
    case MIN: { return vec2u(rank(word, kind, true), 0u); }
    case ARGMAX: { return vec2u(rank(unzero(word, kind), kind, false), index); }
    case ARGMIN: { return vec2u(rank(unzero(word, kind), kind, true), index); }
    case ALL, ANY: { return vec2u(select(0u, 1u, unzero(word, kind) != 0u), 0u); }
    default: { return vec2u(word, 0u); }
  }
}

// Knuth's two-sum: the rounding error of each addition is kept beside the sum (Ogita, Rump, Oishi: Sum2).
fn mergeSums(a: vec2u, b: vec2u) -> vec2u {
  let x = real(a.x);
  let y = real(b.x);
  let s = opaque(x + y);
  let part = opaque(s - x);
  let lost = (x - opaque(s - part)) + (y - part);
  let odd = special(x, y);
  let rest = choose32(odd || size(s) >= INFINITE, 0.0, (real(a.y) + real(b.y)) + lost);
  return vec2u(bits(choose32(odd, addSpecial(x, y), s)), bits(rest));
}
fn merge(op: u32, a: vec2u, b: vec2u) -> vec2u {
  switch op {
    case SUM, MEAN: { return mergeSums(a, b); }
    case PROD: { return vec2u(bits(mul32(real(a.x), real(b.x))), 0u); }
    case ARGMAX, ARGMIN: {
      if (a.x == b.x) { return vec2u(a.x, min(a.y, b.y)); }
      return vec2u(max(a.x, b.x), select(b.y, a.y, a.x > b.x));
    }
    case ALL: { return vec2u(min(a.x, b.x), 0u); }
    default: { return vec2u(max(a.x, b.x), 0u); }
  }
}

fn total(state: vec2u) -> f32 {
  let s = real(state.x);
  return choose32(size(s) >= INFINITE || state.y == 0u, s, s + real(state.y));
}
/* The result's bits; a mean is the sum by `divisor`. */
fn finish(op: u32, state: vec2u, kind: u32, divisor: f32) -> u32 {
  switch op {
    case SUM: { return bits(total(state)); }
    case MEAN: { return bits(div32(total(state), divisor)); }
    case MAX: { return unrank(state.x, kind, false); }
    case MIN: { return unrank(state.x, kind, true); }
    case ARGMAX, ARGMIN: { return state.y; }
    default: { return state.x; }
  }
}

// What threads of a group show each other: gather*.wgsl say how.
var<workgroup> exchange: array<vec2u, WG>;
