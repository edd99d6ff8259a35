// What the kernels are written in, as OpenCL C 1.2.
#define KERNEL __kernel
#define FUNCTION static
#define GLOBAL __global
#define SHARED __local
#define BARRIER() barrier(CLK_LOCAL_MEM_FENCE)
#define GROUP(axis) ((int)get_group_id(axis))
#define ITEM(axis) ((int)get_local_id(axis))
#define GLOBAL_ITEM(axis) ((int)get_global_id(axis))
// Memory comes as a block and where in it a value begins, in bytes.
#define MEMORY(name) __global char *name##_block, long name##_at
#define AT(type, name) ((__global type *)(name##_block + name##_at))
#define AS_FLOAT(bits) as_float(bits)
#define AS_INT(value) as_int(value)
#define FMA(a, b, c) fma(a, b, c)
#define SQRT(x) sqrt(x)
#define FLOOR(x) floor(x)
#define CEIL(x) ceil(x)
#define ROUND_EVEN(x) rint(x)
#define ABS(x) fabs(x)
