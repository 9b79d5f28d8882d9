// Four neighbouring results at once, each of a column of its own: four0(o, r) reads what they have at `r`.

fn totals(a: Sums) -> vec4f {
  return choose32x4((sizex4(a.sum) >= vec4u(INFINITE)) | (a.rest == vec4f()), a.sum, a.sum + a.rest);
}
fn place0(group: vec3u, groups: vec3u, local: u32) -> u32 { return 4u * ((group.y * groups.x + group.x) * WG + local); }
