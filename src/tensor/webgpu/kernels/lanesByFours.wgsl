// Threads that share a row take every LANES-th four elements of it: four0(o, r) reads those from r on, `next` goes through
// them one by one.
fn begins(lane: u32) -> u32 { return 4u * lane; }
fn next(r: u32) -> u32 { return select(r + 1u, r + 4u * LANES - 3u, r % 4u == 3u); }
const STEP = 4u * LANES;
// A loop that takes two at once is shorter; it ends here, and one may be left.
fn pairsEnd(begin: u32, end: u32) -> u32 { return begin + (max(begin, end) - begin) / (2u * STEP) * (2u * STEP); }

fn highestOf(x: vec4u) -> u32 { return max(max(x.x, x.y), max(x.z, x.w)); }

// The four sums of a thread as one.
fn sumState(a: Sums, i: u32) -> vec2u { return vec2u(bits(a.sum[i]), bits(a.rest[i])); }
fn joined(a: Sums) -> vec2u {
  return mergeSums(mergeSums(sumState(a, 0u), sumState(a, 1u)), mergeSums(sumState(a, 2u), sumState(a, 3u)));
}
