// How this adapter lays the threads of a group out in subgroups: how wide they are, a thread's place in its own, and which
// thread a shuffle meets. WGSL promises no order.

@compute @workgroup_size(WG)
fn main(@builtin(local_invocation_index) local: u32) {
  store(3u * local, subgroupAdd(1u));
  store(3u * local + 1u, subgroupExclusiveAdd(1u));
  store(3u * local + 2u, subgroupShuffleXor(local, 1u));
}
