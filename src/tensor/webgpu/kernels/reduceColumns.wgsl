// Four neighbouring results of a reduction, each over a column of its own; a column that arithmetic may mistake is reduced again
// with care.

@compute @workgroup_size(WG)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let o = place0(group, groups, local);
  let length = select(0u, P.length, o < P.outputs);
  var found: vec4u;
  if (OP == SUM || OP == MEAN) {
    var most = vec4u();
    // 0 becomes the largest integer.
    var least = ~vec4u();
    var sums = Sums();
    for (var r = 0u; r < length;) {
      var block = vec4f();
      for (var i = 0u; i < BLOCK && r < length; i++) {
        let x = numbers(four0(o, r));
        most = max(most, sizex4(x));
        least = min(least, sizex4(x) - 1u);
        block += x;
        r++;
      }
      sums = added(sums, block);
    }
    let sum = totals(sums);
    found = bitcast<vec4u>(sum);
    if (OP == MEAN) { found = bitcast<vec4u>(div32x4(sum, vec4f(real(P.divisor)))); }
    doubtx4 = doubtx4 | (most >= vec4u(INFINITE)) | (least < vec4u(NORMAL - 1u));
  } else {
    var a = identity(OP);
    var b = a;
    var c = a;
    var d = a;
    for (var r = 0u; r < length; r++) {
      let words = four0(o, r);
      a = merge(OP, a, lift(OP, words.x, KIND, r));
      b = merge(OP, b, lift(OP, words.y, KIND, r));
      c = merge(OP, c, lift(OP, words.z, KIND, r));
      d = merge(OP, d, lift(OP, words.w, KIND, r));
    }
    found = vec4u(finish(OP, a, KIND, real(P.divisor)), finish(OP, b, KIND, real(P.divisor)), finish(OP, c, KIND, real(P.divisor)), finish(OP, d, KIND, real(P.divisor)));
  }
  if (o < P.outputs) { storeFour(o, found); }
  for (var i = 0u; i < select(0u, 4u, any(doubtx4)); i++) {
    if (doubtx4[i] && o < P.outputs) { store(o + i, finish(OP, part(o + i, 0u, P.length), KIND, real(P.divisor))); }
  }
}
