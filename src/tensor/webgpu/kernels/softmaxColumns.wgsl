// softmax or log_softmax (LOG) of four neighbouring columns, which are read once for the sum where logits need not be made less
// by the largest. What those of a column have that arithmetic may mistake is left to the careful way, which writes it again.

@compute @workgroup_size(WG)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let o = place0(group, groups, local);
  let length = select(0u, P.length, o < P.outputs);
  var found = UNSEEN;
  var sums = Sums();
  let pairs = length & ~1u;
  for (var r = 0u; r < pairs; r += 2u) {
    let a = four0(o, r);
    let b = four0(o, r + 1u);
    found = seen(seen(found, a), b);
    let powers = exponentials(numbers(a));
    let others = exponentials(numbers(b));
    keep(o, r, powers);
    keep(o, r + 1u, others);
    sums = added(sums, powers + others);
  }
  for (var r = pairs; r < length; r++) {
    let a = four0(o, r);
    found = seen(found, a);
    let powers = exponentials(numbers(a));
    keep(o, r, powers);
    sums = added(sums, powers);
  }
  let near = isNear(found);
  let isDone = near & isBalanced(select(vec4f(), totals(sums), near), select(vec4f(), found.top, near));
  let base = select(found.top, vec4f(), isDone);
  let again = select(length, 0u, all(isDone));
  sums = Sums(select(vec4f(), sums.sum, again == 0u), select(vec4f(), sums.rest, again == 0u));
  var low = vec4<bool>();
  for (var r = 0u; r < again; r++) {
    let x = numbers(four0(o, r)) - base;
    let powersOfX = powers(x);
    keep(o, r, powersOfX);
    if (KEEPS) { low = low | isLow(x); }
    sums = added(sums, powersOfX);
  }
  let whole = totals(sums);
  let sum = select(whole, whole * exponentials(-select(vec4f(), found.top, isDone)), isDone);
  let factor = quotientx4(vec4f(1.0), whole);
  let logarithm = log32x4(sum);
  for (var r = 0u; r < pairs; r += 2u) {
    writeFour(o, r, found.top, logarithm, factor);
    writeFour(o, r + 1u, found.top, logarithm, factor);
  }
  for (var r = pairs; r < length; r++) { writeFour(o, r, found.top, logarithm, factor); }
  let odd = (found.most >= vec4i(i32(INFINITE))) | (found.least > vec4u(INFINITE | SIGN)) | (found.top == vec4f(LOWEST));
  let careful = odd | low | doubtx4;
  for (var i = 0u; i < select(0u, 4u, any(careful)); i++) {
    let wanted = careful[i] && o < P.outputs;
    let all = row(o + i, wanted, P.length, 0u);
    writeCarefully(o + i, 0u, select(0u, P.length, wanted), all, log32(all.sum));
  }
}
