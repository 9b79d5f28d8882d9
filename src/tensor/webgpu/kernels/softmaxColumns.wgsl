// softmax or log_softmax (LOG) of four neighbouring columns; what those of a column have that arithmetic may mistake is left to
// the careful way, which writes that column again.

@compute @workgroup_size(WG)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let o = place0(group, groups, local);
  let length = select(0u, P.length, o < P.outputs);
  var all = UNSEEN;
  for (var r = 0u; r < length; r++) { all = seen(all, four0(o, r)); }
  var sums = Sums();
  for (var r = 0u; r < length;) {
    var block = vec4f();
    for (var i = 0u; i < BLOCK && r < length; i++) {
      block += powers(numbers(four0(o, r)) - all.top);
      r++;
    }
    sums = added(sums, block);
  }
  let sum = totals(sums);
  let logarithm = log32x4(sum);
  let factor = quotientx4(vec4f(1.0), sum);
  var again = (all.most >= vec4i(i32(INFINITE))) | (all.least > vec4u(INFINITE | SIGN)) | (all.top == vec4f(LOWEST));
  for (var r = 0u; r < length; r++) {
    let x = numbers(four0(o, r)) - all.top;
    storeFour(place(o, r), shares(x, logarithm, factor));
    if (!LOG) { again = again | isLow(x); }
  }
  again = again | doubtx4;
  for (var i = 0u; i < select(0u, 4u, any(again)); i++) {
    let wanted = again[i] && o < P.outputs;
    let careful = row(o + i, wanted, P.length, 0u);
    writeCarefully(o + i, 0u, select(0u, P.length, wanted), careful, log32(careful.sum));
  }
}
