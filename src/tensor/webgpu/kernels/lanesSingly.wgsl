// Threads that share a row take every LANES-th element of it.
fn begins(lane: u32) -> u32 { return lane; }
fn next(r: u32) -> u32 { return r + LANES; }
