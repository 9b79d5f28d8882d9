fn sumOf(which: u32, o: u32, begin: u32, end: u32, known: vec2f) -> vec2u { return sumCarefully(which, o, begin, end, known); }
