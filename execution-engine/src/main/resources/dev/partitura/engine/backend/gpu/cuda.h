// What the kernels are written in, as CUDA C without a toolkit: clang's own words for attributes and
// special registers.
#define KERNEL extern "C" __attribute__((global))
#define FUNCTION static __attribute__((device)) inline
#define GLOBAL
#define SHARED __attribute__((shared))
#define BARRIER() __syncthreads()
#define GROUP(axis) ((int)group_of<axis>())
#define ITEM(axis) ((int)item_of<axis>())
#define GLOBAL_ITEM(axis) (GROUP(axis) * (int)items_of<axis>() + ITEM(axis))
// Memory comes as a block and where in it a value begins, in bytes.
#define MEMORY(name) char *name##_block, long name##_at
#define AT(type, name) ((type *)(name##_block + name##_at))
#define AS_FLOAT(bits) __builtin_bit_cast(float, (int)(bits))
#define AS_INT(value) __builtin_bit_cast(int, (float)(value))
#define FMA(a, b, c) __builtin_fmaf(a, b, c)
#define SQRT(x) __nvvm_sqrt_rn_f(x)
#define FLOOR(x) __builtin_floorf(x)
#define CEIL(x) __builtin_ceilf(x)
#define ROUND_EVEN(x) __builtin_rintf(x)
#define ABS(x) __builtin_fabsf(x)

template <int axis> static __attribute__((device)) inline unsigned group_of() {
  return axis == 0 ? __nvvm_read_ptx_sreg_ctaid_x()
      : axis == 1 ? __nvvm_read_ptx_sreg_ctaid_y() : __nvvm_read_ptx_sreg_ctaid_z();
}

template <int axis> static __attribute__((device)) inline unsigned item_of() {
  return axis == 0 ? __nvvm_read_ptx_sreg_tid_x()
      : axis == 1 ? __nvvm_read_ptx_sreg_tid_y() : __nvvm_read_ptx_sreg_tid_z();
}

template <int axis> static __attribute__((device)) inline unsigned items_of() {
  return axis == 0 ? __nvvm_read_ptx_sreg_ntid_x()
      : axis == 1 ? __nvvm_read_ptx_sreg_ntid_y() : __nvvm_read_ptx_sreg_ntid_z();
}
