// Sums of products: a thread makes SIDE rows by SIDE columns of a batch, whose result the place says. in0 stands still along
// columns, in1 along rows. Blocks of products are added up, then the blocks.
// What arithmetic may get wrong (NaN, Inf, denormals, overflow on the way) is done again with care.

const SIDE = 4u;
const BLOCK = 32u;

fn sizes(x: vec4f) -> vec4u { return bitcast<vec4u>(x) & vec4u(MAGNITUDE); }
fn carefully(o: u32, p: u32) -> f32 {
  var sum = 0.0;
  for (var r = 0u; r < P.length; r++) { sum = add32(sum, mul32(real(at0(start0(o) + step0(r))), real(at1(start1(p) + step1(r))))); }
  return sum;
}
// Whether the fast sum may be wrong. `top` and `side` are the bits of the largest factor on either side: a denormal was met
// (`dust`), something is infinite or NaN, or the largest product is below 2^-100, where parts of products are flushed to zero.
fn doubtful(sum: f32, top: u32, side: u32, dust: bool) -> bool {
  return dust || max(max(top, side), size(sum)) >= INFINITE || (min(top, side) != 0u && (top >> 23u) + (side >> 23u) < 154u);
}

@compute @workgroup_size(WG)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let thread = (group.y * groups.x + group.x) * WG + local;
  let across = (P.columns + SIDE - 1u) / SIDE;
  let down = (P.rows + SIDE - 1u) / SIDE;
  let batch = thread / (across * down);
  let row = (thread / across % down) * SIDE;
  let column = (thread % across) * SIDE;
  if (batch * P.rows * P.columns >= P.outputs) { return; }
  // Beyond the last row or column the last one is read again.
  let start = batch * P.rows * P.columns;
  let os = start + min(row + vec4u(0u, 1u, 2u, 3u), vec4u(P.rows - 1u)) * P.columns;
  let ps = start + min(column + vec4u(0u, 1u, 2u, 3u), vec4u(P.columns - 1u));
  let xs0 = vec4u(start0(os.x), start0(os.y), start0(os.z), start0(os.w));
  let ys0 = vec4u(start1(ps.x), start1(ps.y), start1(ps.z), start1(ps.w));
  var sums = array<vec4f, SIDE>();
  var tops = vec4u();
  var sides = vec4u();
  var dust = false;
  for (var first = 0u; first < P.length; first += BLOCK) {
    let stop = min(P.length, first + BLOCK);
    var block = array<vec4f, SIDE>();
    for (var r = first; r < stop; r++) {
      let i = xs0 + step0(r);
      let j = ys0 + step1(r);
      let x = vec4f(real(at0(i.x)), real(at0(i.y)), real(at0(i.z)), real(at0(i.w)));
      let y = vec4f(real(at1(j.x)), real(at1(j.y)), real(at1(j.z)), real(at1(j.w)));
      let xs = sizes(x);
      let ys = sizes(y);
      tops = max(tops, xs);
      sides = max(sides, ys);
      if (!DENORMALS) { dust = dust || any((xs - 1u) < vec4u(NORMAL - 1u)) || any((ys - 1u) < vec4u(NORMAL - 1u)); }
      block[0] += x.x * y;
      block[1] += x.y * y;
      block[2] += x.z * y;
      block[3] += x.w * y;
    }
    for (var i = 0u; i < SIDE; i++) { sums[i] += block[i]; }
  }
  for (var i = 0u; i < SIDE && row + i < P.rows; i++) {
    for (var j = 0u; j < SIDE && column + j < P.columns; j++) {
      var sum = sums[i][j];
      if (doubtful(sum, tops[i], sides[j], dust)) { sum = carefully(os[i], ps[j]); }
      out[place(os[i] + ps[j] - start, 0u)] = bits(sum);
    }
  }
}
