fn write(o: u32, begin: u32, end: u32, all: Row, logarithm: f32) { writeCarefully(o, begin, end, all, logarithm); }
