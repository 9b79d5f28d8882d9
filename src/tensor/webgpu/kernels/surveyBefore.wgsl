// Of factors that kernels have looked at before, row by row: in2 and in4 are the largest sizes, in3 and in5 half of the least.
fn surveyed(found: Products, os: vec4u, ps: vec4u) -> Products {
  let tops = vec4u(in2(os.x, 0u), in2(os.y, 0u), in2(os.z, 0u), in2(os.w, 0u));
  let least = vec4u(in3(os.x, 0u), in3(os.y, 0u), in3(os.z, 0u), in3(os.w, 0u));
  let sides = vec4u(in4(ps.x, 0u), in4(ps.y, 0u), in4(ps.z, 0u), in4(ps.w, 0u));
  let lower = vec4u(in5(ps.x, 0u), in5(ps.y, 0u), in5(ps.z, 0u), in5(ps.w, 0u));
  return Products(found.row0, found.row1, found.row2, found.row3, tops, sides, min(least, lower) * 2u);
}
