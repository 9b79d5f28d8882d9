// Factors step by step.
const STEPS = 1u;

fn stepped(a: Products, i: vec4u, j: vec4u, r: u32) -> Products {
  let at = i + step0(r);
  let to = j + step1(r);
  let x = vec4f(real(at0(at.x)), real(at0(at.y)), real(at0(at.z)), real(at0(at.w)));
  let y = vec4f(real(at1(to.x)), real(at1(to.y)), real(at1(to.z)), real(at1(to.w)));
  var tops = a.tops;
  var sides = a.sides;
  var least = a.least;
  if (!SURVEYED) {
    tops = max(tops, sizes(x));
    sides = max(sides, sizes(y));
    least = min(least, min(sizes(x) - 1u, sizes(y) - 1u));
  }
  return Products(a.row0 + x.x * y, a.row1 + x.y * y, a.row2 + x.z * y, a.row3 + x.w * y, tops, sides, least);
}
