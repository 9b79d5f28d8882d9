// What a thread of a contraction finds: sums for each of four rows, by four columns; the largest factors of each row and column,
// and the least of all less one, as bits. Blocks of products are added up, then the blocks. `stepped` adds the products of STEPS
// places of `r`. No arrays: some adapters keep those in memory.

const SIDE = 4u;
const BLOCK = 128u;

struct Products { row0: vec4f, row1: vec4f, row2: vec4f, row3: vec4f, tops: vec4u, sides: vec4u, least: vec4u }
fn sizes(x: vec4f) -> vec4u { return bitcast<vec4u>(x) & vec4u(MAGNITUDE); }

fn products(i: vec4u, j: vec4u) -> Products {
  var all = Products();
  all.least = ~vec4u();
  for (var first = 0u; first < P.length; first += BLOCK) {
    let stop = min(P.length, first + BLOCK);
    var block = Products(vec4f(), vec4f(), vec4f(), vec4f(), all.tops, all.sides, all.least);
    for (var r = first; r < stop; r += STEPS) { block = stepped(block, i, j, r); }
    all = Products(
      all.row0 + block.row0, all.row1 + block.row1, all.row2 + block.row2, all.row3 + block.row3,
      block.tops, block.sides, block.least);
  }
  return all;
}
