// Sums of products: a thread makes SIDE rows by SIDE columns of a batch, whose result the place says. in0 stands still along
// columns, in1 along rows. `products` adds up blocks of them, then the blocks.
// What arithmetic may get wrong (NaN, Inf, denormals, overflow on the way) is done again with care, for the thread's whole part.

fn carefully(o: u32, p: u32) -> f32 {
  var sum = 0.0;
  let i = start0(o);
  let j = start1(p);
  for (var r = 0u; r < P.length; r++) { sum = add32(sum, mul32(real(at0(i + step0(r))), real(at1(j + step1(r))))); }
  return sum;
}
// Whether fast sums of a row may be wrong. `top` and `sides` are the bits of the largest factors on either side: something is
// infinite or NaN, or the largest product is below 2^-100, where parts of products are flushed to zero. The largest factors may
// not have met: so is a sum that is so low, where factors are (`hasLow`) of which a product may be.
fn doubtful(sums: vec4f, top: u32, sides: vec4u, hasLow: bool) -> bool {
  let flushed = (min(vec4u(top), sides) != vec4u()) & (vec4u(top >> 23u) + (sides >> vec4u(23u)) < vec4u(154u));
  let low = vec4<bool>(hasLow) & (sizes(sums) < vec4u(TINY));
  return any(flushed | low | (max(max(vec4u(top), sides), sizes(sums)) >= vec4u(INFINITE)));
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
  let found = surveyed(products(
    vec4u(start0(os.x), start0(os.y), start0(os.z), start0(os.w)),
    vec4u(start1(ps.x), start1(ps.y), start1(ps.z), start1(ps.w))), os, ps);
  // 0 became the largest integer.
  let dust = !DENORMALS && any(found.least < vec4u(NORMAL - 1u));
  // 2^-63
  let hasLow = any(found.least < vec4u(0x20000000u));
  let again = dust || doubtful(found.row0, found.tops.x, found.sides, hasLow) || doubtful(found.row1, found.tops.y, found.sides, hasLow)
    || doubtful(found.row2, found.tops.z, found.sides, hasLow) || doubtful(found.row3, found.tops.w, found.sides, hasLow);
  // A place is a sum of what its row and its column say.
  let column0 = column + start;
  let first = place(os.x - start + column0, 0u);
  let beside = vec4u(0u, place(os.x - start + ps.y, 0u), place(os.x - start + ps.z, 0u), place(os.x - start + ps.w, 0u)) - vec4u(0u, vec3u(first));
  let below = vec4u(first, place(os.y - start + column0, 0u), place(os.z - start + column0, 0u), place(os.w - start + column0, 0u));
  let sums = array(found.row0, found.row1, found.row2, found.row3);
  let width = min(SIDE, P.columns - column);
  for (var i = 0u; i < SIDE && row + i < P.rows; i++) {
    for (var j = 0u; j < width; j++) { store(below[i] + beside[j], bits(sums[i][j])); }
  }
  for (var k = 0u; k < select(0u, SIDE * SIDE, again); k++) {
    let i = k / SIDE;
    let j = k % SIDE;
    if (row + i < P.rows && j < width) { store(below[i] + beside[j], bits(carefully(os[i], ps[j]))); }
  }
}
