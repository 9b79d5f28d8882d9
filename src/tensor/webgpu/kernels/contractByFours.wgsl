// Factors four steps of `r` at once, of four rows and of four columns: ACROSS where in1 lies side by side along columns, else
// both do along `r`.
const STEPS = 4u;

fn highestOf(x: vec4u) -> u32 { return max(max(x.x, x.y), max(x.z, x.w)); }
fn leastOf(x: vec4f, y: vec4f) -> vec4u { return min(sizes(x) - 1u, sizes(y) - 1u); }
fn four0At(place: u32) -> vec4f { return bitcast<vec4f>(fourAt0(place)); }
fn four1At(place: u32) -> vec4f { return bitcast<vec4f>(fourAt1(place)); }
fn row(x: vec4f, y0: vec4f, y1: vec4f, y2: vec4f, y3: vec4f) -> vec4f { return x.x * y0 + x.y * y1 + x.z * y2 + x.w * y3; }

fn stepped(a: Products, i: vec4u, j: vec4u, r: u32) -> Products {
  let at = i + step0(r);
  let x0 = four0At(at.x);
  let x1 = four0At(at.y);
  let x2 = four0At(at.z);
  let x3 = four0At(at.w);
  var y0: vec4f;
  var y1: vec4f;
  var y2: vec4f;
  var y3: vec4f;
  if (ACROSS) {
    y0 = four1At(j.x + step1(r));
    y1 = four1At(j.x + step1(r + 1u));
    y2 = four1At(j.x + step1(r + 2u));
    y3 = four1At(j.x + step1(r + 3u));
  } else {
    let to = j + step1(r);
    let z0 = four1At(to.x);
    let z1 = four1At(to.y);
    let z2 = four1At(to.z);
    let z3 = four1At(to.w);
    y0 = vec4f(z0.x, z1.x, z2.x, z3.x);
    y1 = vec4f(z0.y, z1.y, z2.y, z3.y);
    y2 = vec4f(z0.z, z1.z, z2.z, z3.z);
    y3 = vec4f(z0.w, z1.w, z2.w, z3.w);
  }
  var tops = a.tops;
  var sides = a.sides;
  var least = a.least;
  if (!SURVEYED) {
    tops = max(tops, vec4u(highestOf(sizes(x0)), highestOf(sizes(x1)), highestOf(sizes(x2)), highestOf(sizes(x3))));
    sides = max(sides, max(max(sizes(y0), sizes(y1)), max(sizes(y2), sizes(y3))));
    least = min(least, min(min(leastOf(x0, x1), leastOf(x2, x3)), min(leastOf(y0, y1), leastOf(y2, y3))));
  }
  return Products(
    a.row0 + row(x0, y0, y1, y2, y3), a.row1 + row(x1, y0, y1, y2, y3),
    a.row2 + row(x2, y0, y1, y2, y3), a.row3 + row(x3, y0, y1, y2, y3), tops, sides, least);
}
