// What this adapter's own arithmetic is worth: quotient, root, the error that a fused multiply-add finds,
// and denormals: a product and a sum of the least normal numbers.

@compute @workgroup_size(WG)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let i = id.x;
  if (i >= P.outputs) { return; }
  let a = bitcast<f32>(in0(i, 0u));
  let b = bitcast<f32>(in1(i, 0u));
  store(4u * i, bitcast<u32>(a / b));
  store(4u * i + 1u, bitcast<u32>(sqrt(a)));
  let least = bitcast<f32>((in0(i, 0u) & 0x007fffffu) | 0x00800000u);
  store(4u * i + 3u, bitcast<u32>(least * 0.5 + least * 0.25));
  store(4u * i + 2u, bitcast<u32>(fma(a, b, -bitcast<f32>(bitcast<u32>(a * b) ^ P.zero))));
}
