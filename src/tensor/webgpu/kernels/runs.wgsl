// Pairs of key and place for each line, RUN neighbours at a time in order: keys order as the elements do, the last one NaN, the
// zeros equal; equal ones stay as they were.

var<private> keys: array<u32, RUN>;
var<private> places: array<u32, RUN>;

@compute @workgroup_size(WG)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let slot = (group.y * groups.x + group.x) * WG + local;
  let o = slot % P.outputs;
  let begin = (slot / P.outputs) * RUN;
  if (begin >= P.length) { return; }
  let count = min(RUN, P.length - begin);
  for (var i = 0u; i < count; i++) {
    let ascending = rank(unzero(in0(o, begin + i), KIND), KIND, false);
    let key = select(ascending, ~ascending, DESCENDING);
    var at = i;
    while (at > 0u && keys[at - 1u] > key) {
      keys[at] = keys[at - 1u];
      places[at] = places[at - 1u];
      at--;
    }
    keys[at] = key;
    places[at] = place(o, begin + i);
  }
  for (var i = 0u; i < count; i++) {
    store(2u * (o * P.length + begin + i), keys[i]);
    store(2u * (o * P.length + begin + i) + 1u, places[i]);
  }
}
