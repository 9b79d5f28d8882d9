// Neighbouring runs of `P.width` pairs of a line as one, `P.span` of its pairs for each thread: where they begin in either run is
// sought in halves (Odeh, Green et al., Merge Path). Equal ones of the first run come first.

@compute @workgroup_size(WG)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let slot = (group.y * groups.x + group.x) * WG + local;
  let o = slot / P.splits;
  if (o >= P.outputs) { return; }
  let begin = (slot % P.splits) * P.span;
  let end = min(begin + P.span, P.length);
  let first = begin - begin % (2u * P.width);
  let middle = min(first + P.width, P.length);
  let last = min(first + 2u * P.width, P.length);
  // How many of those before `begin` are of the first run.
  let before = begin - first;
  var low = before - min(before, last - middle);
  var high = min(before, middle - first);
  while (low < high) {
    let half = (low + high) / 2u;
    if (in0(o, first + half) <= in0(o, middle + before - 1u - half)) { low = half + 1u; } else { high = half; }
  }
  var left = first + low;
  var right = middle + before - low;
  var leftKey = in0(o, min(left, P.length - 1u));
  var rightKey = in0(o, min(right, P.length - 1u));
  for (var at = begin; at < end; at++) {
    let takesLeft = right >= last || (left < middle && leftKey <= rightKey);
    let chosen = select(right, left, takesLeft);
    store(2u * (o * P.length + at), select(rightKey, leftKey, takesLeft));
    store(2u * (o * P.length + at) + 1u, in1(o, chosen));
    let next = in0(o, min(chosen + 1u, P.length - 1u));
    if (takesLeft) {
      left++;
      leftKey = next;
    } else {
      right++;
      rightKey = next;
    }
  }
}
