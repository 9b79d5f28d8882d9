;; exp of float32 numbers along a row by fused multiply-adds, where the processor has them: the steps of `vectorExp` in four
;; lanes. `fuses` says whether they are: an engine may round the product instead. Places are bytes, counts are of numbers.
(module
  (import "rows" "memory" (memory 1))

  ;; 1 + (1 + 2^-23)^2 - (1 + 2^-22) is 2^-46 more than 1, which only a product that is not rounded shows.
  (func (export "fuses") (result i32)
    (f32x4.extract_lane 0 (f32x4.relaxed_madd
      (f32x4.splat (f32.const 0x1.000002p0)) (f32x4.splat (f32.const 0x1.000002p0)) (f32x4.splat (f32.const -0x1.000004p0))))
    (f32.ne (f32.const 0)))

  (func (export "exps") (param $at i32) (param $count i32) (param $into i32) (result i32)
    (local $end i32) (local $x v128) (local $turns v128) (local $whole v128) (local $half v128)
    (local $rest v128) (local $y v128)
    (local.set $end (i32.add (local.get $at) (i32.shl (local.get $count) (i32.const 2))))
    (block $done (loop $next
      (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
      (local.set $x (v128.load (local.get $at)))
      (local.set $turns (f32x4.nearest (f32x4.mul (local.get $x) (f32x4.splat (f32.const 1.4426950216293335)))))
      (local.set $rest (f32x4.relaxed_madd (local.get $turns) (f32x4.splat (f32.const -0.693145751953125)) (local.get $x)))
      (local.set $rest (f32x4.relaxed_madd (local.get $turns) (f32x4.splat (f32.const -0.000001428606765330187)) (local.get $rest)))
      (local.set $y (f32x4.splat (f32.const 0.00019852761761285365)))
      (local.set $y (f32x4.relaxed_madd (local.get $y) (local.get $rest) (f32x4.splat (f32.const 0.001393043552525342))))
      (local.set $y (f32x4.relaxed_madd (local.get $y) (local.get $rest) (f32x4.splat (f32.const 0.0083333607763062))))
      (local.set $y (f32x4.relaxed_madd (local.get $y) (local.get $rest) (f32x4.splat (f32.const 0.041666485369205475))))
      (local.set $y (f32x4.relaxed_madd (local.get $y) (local.get $rest) (f32x4.splat (f32.const 0.1666666716337204))))
      (local.set $y (f32x4.relaxed_madd (local.get $y) (local.get $rest) (f32x4.splat (f32.const 0.5))))
      (local.set $y (f32x4.add (f32x4.splat (f32.const 1))
        (f32x4.relaxed_madd (f32x4.mul (local.get $rest) (local.get $rest)) (local.get $y) (local.get $rest))))
      ;; 2^turns in two halves: it may be denormal.
      (local.set $whole (i32x4.trunc_sat_f32x4_s (local.get $turns)))
      (local.set $half (i32x4.shr_s (local.get $whole) (i32.const 1)))
      (local.set $y (f32x4.mul (local.get $y)
        (i32x4.shl (i32x4.add (local.get $half) (v128.const i32x4 127 127 127 127)) (i32.const 23))))
      (local.set $y (f32x4.mul (local.get $y)
        (i32x4.shl (i32x4.add (i32x4.sub (local.get $whole) (local.get $half)) (v128.const i32x4 127 127 127 127)) (i32.const 23))))
      (local.set $y (v128.andnot (local.get $y) (f32x4.lt (local.get $x) (f32x4.splat (f32.const -104)))))
      (v128.store (local.get $into) (v128.bitselect (f32x4.splat (f32.const inf)) (local.get $y)
        (f32x4.gt (local.get $x) (f32x4.splat (f32.const 100)))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (local.set $into (i32.add (local.get $into) (i32.const 16)))
      (br $next)))
    (i32.const 0))
)
