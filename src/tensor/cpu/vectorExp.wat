;; exp of float32 numbers along a row with the steps and the rounding of `vectorExps`, and what softmax does around it: the
;; largest, sums in 16 lanes, a factor. Places are bytes, counts are of float32 numbers; both numbers of a register go together.
(module
  (memory (export "memory") 1)

  ;; The largest of a row; NaN where one is. Rows end with 0 to 3 numbers more than fit a register.
  (func (export "largest") (param $at i32) (param $count i32) (result f32)
    (local $most v128) (local $end i32) (local $top f32)
    (local.set $most (f32x4.splat (f32.const -inf)))
    (local.set $end (i32.add (local.get $at) (i32.shl (i32.and (local.get $count) (i32.const -4)) (i32.const 2))))
    (block $done (loop $next
      (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
      (local.set $most (f32x4.max (local.get $most) (v128.load (local.get $at))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br $next)))
    (local.set $top (f32.max
      (f32.max (f32x4.extract_lane 0 (local.get $most)) (f32x4.extract_lane 1 (local.get $most)))
      (f32.max (f32x4.extract_lane 2 (local.get $most)) (f32x4.extract_lane 3 (local.get $most)))))
    (local.set $end (i32.add (local.get $end) (i32.shl (i32.and (local.get $count) (i32.const 3)) (i32.const 2))))
    (block $done (loop $next
      (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
      (local.set $top (f32.max (local.get $top) (f32.load (local.get $at))))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (br $next)))
    (local.get $top))

  ;; Takes a number away from each; what follows a row up to the next register of four is overwritten.
  (func (export "shift") (param $at i32) (param $count i32) (param $by f32)
    (local $end i32) (local $all v128)
    (local.set $all (f32x4.splat (local.get $by)))
    (local.set $end (i32.add (local.get $at) (i32.shl (local.get $count) (i32.const 2))))
    (block $done (loop $next
      (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
      (v128.store (local.get $at) (f32x4.sub (v128.load (local.get $at)) (local.get $all)))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br $next))))

  ;; Multiplies each.
  (func (export "scale") (param $at i32) (param $count i32) (param $by f32)
    (local $end i32) (local $all v128)
    (local.set $all (f32x4.splat (local.get $by)))
    (local.set $end (i32.add (local.get $at) (i32.shl (local.get $count) (i32.const 2))))
    (block $done (loop $next
      (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
      (v128.store (local.get $at) (f32x4.mul (v128.load (local.get $at)) (local.get $all)))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br $next))))

  ;; Sums of every 16th number of whole groups of 16, in 16 places at $into.
  (func (export "lanes") (param $at i32) (param $count i32) (param $into i32)
    (local $end i32) (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local.set $end (i32.add (local.get $at) (i32.shl (i32.and (local.get $count) (i32.const -16)) (i32.const 2))))
    (block $done (loop $next
      (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
      (local.set $a (f32x4.add (local.get $a) (v128.load (local.get $at))))
      (local.set $b (f32x4.add (local.get $b) (v128.load offset=16 (local.get $at))))
      (local.set $c (f32x4.add (local.get $c) (v128.load offset=32 (local.get $at))))
      (local.set $d (f32x4.add (local.get $d) (v128.load offset=48 (local.get $at))))
      (local.set $at (i32.add (local.get $at) (i32.const 64)))
      (br $next)))
    (v128.store (local.get $into) (local.get $a))
    (v128.store offset=16 (local.get $into) (local.get $b))
    (v128.store offset=32 (local.get $into) (local.get $c))
    (v128.store offset=48 (local.get $into) (local.get $d)))

  ;; Exponentials of numbers at $at to $into, two at a time. Where a number is out of range or a step may round otherwise than
  ;; a fused one, the place is -1 instead; the result says whether there is such a place.
  (func (export "exps") (param $at i32) (param $count i32) (param $into i32) (result i32)
    (local $end i32) (local $four v128) (local $x v128) (local $turns v128) (local $magic v128) (local $y v128)
    (local $rest v128) (local $unsure v128) (local $any v128) (local $below v128) (local $halfway v128)
    (local.set $below (v128.const i64x2 0x1fffffff 0x1fffffff))
    (local.set $halfway (v128.const i64x2 0x10000000 0x10000000))
    (local.set $end (i32.add (local.get $at) (i32.shl (local.get $count) (i32.const 2))))
    (block $done (loop $next
      (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
      (local.set $four (v128.load64_zero (local.get $at)))
      (local.set $x (f64x2.promote_low_f32x4 (local.get $four)))
      ;; Adding 1.5 · 2^52 rounds to the nearest whole number, halves to even, and leaves it in the low bits.
      (local.set $magic (f64x2.add
        (f64x2.promote_low_f32x4 (f32x4.mul (local.get $four) (f32x4.splat (f32.const 1.4426950216293335))))
        (v128.const f64x2 6755399441055744 6755399441055744)))
      (local.set $turns (f64x2.sub (local.get $magic) (v128.const f64x2 6755399441055744 6755399441055744)))
      ;; NaN is out of range as well.
      (local.set $unsure (v128.not (v128.and
        (f64x2.ge (local.get $x) (v128.const f64x2 -104 -104)) (f64x2.le (local.get $x) (v128.const f64x2 0 0)))))
      (local.set $y (f64x2.add (f64x2.mul (local.get $turns) (v128.const f64x2 -0.693145751953125 -0.693145751953125)) (local.get $x)))
      (local.set $unsure (v128.or (local.get $unsure)
        (i64x2.eq (v128.and (local.get $y) (local.get $below)) (local.get $halfway))))
      (local.set $y (f64x2.add (f64x2.mul (local.get $turns) (v128.const f64x2 -0.000001428606765330187 -0.000001428606765330187))
        (f64x2.promote_low_f32x4 (f32x4.demote_f64x2_zero (local.get $y)))))
      (local.set $unsure (v128.or (local.get $unsure)
        (i64x2.eq (v128.and (local.get $y) (local.get $below)) (local.get $halfway))))
      (local.set $rest (f64x2.promote_low_f32x4 (f32x4.demote_f64x2_zero (local.get $y))))
      (local.set $y (f64x2.add (f64x2.mul (local.get $rest) (v128.const f64x2 0.00019852761761285365 0.00019852761761285365)) (v128.const f64x2 0.0013930435525253415 0.0013930435525253415)))
      (local.set $unsure (v128.or (local.get $unsure)
        (i64x2.eq (v128.and (local.get $y) (local.get $below)) (local.get $halfway))))
      (local.set $y (f64x2.add (f64x2.mul (local.get $rest) (f64x2.promote_low_f32x4 (f32x4.demote_f64x2_zero (local.get $y))))
        (v128.const f64x2 0.008333360776305199 0.008333360776305199)))
      (local.set $unsure (v128.or (local.get $unsure)
        (i64x2.eq (v128.and (local.get $y) (local.get $below)) (local.get $halfway))))
      (local.set $y (f64x2.add (f64x2.mul (local.get $rest) (f64x2.promote_low_f32x4 (f32x4.demote_f64x2_zero (local.get $y))))
        (v128.const f64x2 0.041666485369205475 0.041666485369205475)))
      (local.set $unsure (v128.or (local.get $unsure)
        (i64x2.eq (v128.and (local.get $y) (local.get $below)) (local.get $halfway))))
      (local.set $y (f64x2.add (f64x2.mul (local.get $rest) (f64x2.promote_low_f32x4 (f32x4.demote_f64x2_zero (local.get $y))))
        (v128.const f64x2 0.1666666716337204 0.1666666716337204)))
      (local.set $unsure (v128.or (local.get $unsure)
        (i64x2.eq (v128.and (local.get $y) (local.get $below)) (local.get $halfway))))
      (local.set $y (f64x2.add (f64x2.mul (local.get $rest) (f64x2.promote_low_f32x4 (f32x4.demote_f64x2_zero (local.get $y))))
        (v128.const f64x2 0.5 0.5)))
      (local.set $unsure (v128.or (local.get $unsure)
        (i64x2.eq (v128.and (local.get $y) (local.get $below)) (local.get $halfway))))
      (local.set $y (f64x2.add (local.get $rest) (f64x2.mul
        (f64x2.promote_low_f32x4 (f32x4.demote_f64x2_zero (local.get $y)))
        (f64x2.promote_low_f32x4 (f32x4.demote_f64x2_zero (f64x2.mul (local.get $rest) (local.get $rest)))))))
      (local.set $unsure (v128.or (local.get $unsure)
        (i64x2.eq (v128.and (local.get $y) (local.get $below)) (local.get $halfway))))
      ;; A rest near 0 may leave the range where float32 keeps its digits.
      (local.set $unsure (v128.or (local.get $unsure) (v128.and
        (f64x2.lt (f64x2.abs (local.get $rest)) (v128.const f64x2 1e-15 1e-15))
        (f64x2.ne (local.get $rest) (v128.const f64x2 0 0)))))
      (local.set $any (v128.or (local.get $any) (local.get $unsure)))
      (local.set $y (f64x2.mul
        (f64x2.promote_low_f32x4 (f32x4.demote_f64x2_zero (f64x2.add (f64x2.promote_low_f32x4 (f32x4.demote_f64x2_zero (local.get $y))) (v128.const f64x2 1 1))))
        (i64x2.add (i64x2.shl (local.get $magic) (i32.const 52)) (v128.const i64x2 0x3ff0000000000000 0x3ff0000000000000))))
      (v128.store64_lane 0 (local.get $into)
        (f32x4.demote_f64x2_zero (v128.bitselect (v128.const f64x2 -1 -1) (local.get $y) (local.get $unsure))))
      (local.set $at (i32.add (local.get $at) (i32.const 8)))
      (local.set $into (i32.add (local.get $into) (i32.const 8)))
      (br $next)))
    (v128.any_true (local.get $any)))
)
