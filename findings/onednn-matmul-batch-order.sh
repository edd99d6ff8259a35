#!/usr/bin/env bash
# oneDNN 3.11.0 (bytedeco's build, Linux x86-64, its AVX2 kernels): matmul multiplies the wrong matrices where the axes of the batch
# do not lie in their order.
#
# x and y are [2,8,8,8,8]: three axes of batch, then matrices of 8 by 8. Both lie as a view of [8,2,8,8,8] with its axes in the order
# 1, 0, 3, 2, 4: strides (512, 1024, 8, 64, 1). The result lies plain.
# Seen: brg_matmul:avx2 computes 1,049 of the 8,192 elements right and reports success; gemm:jit, which the library takes below AVX2,
# computes all of them right, and so does brg_matmul where x and y lie plain.
#
# Ends with 0 while this holds and with 1 when it has changed; with 2 on a processor without AVX2. Needs Maven, unzip and gcc.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
grep -qw avx2 /proc/cpuinfo || {
  echo "This processor has no AVX2." >&2
  exit 2
}

mvn -q -B dependency:copy -Dartifact=org.bytedeco:dnnl:3.11-1.5.13:jar:linux-x86_64 -DoutputDirectory="$folder"
unzip -qo "$folder"/dnnl-3.11-1.5.13-linux-x86_64.jar 'org/bytedeco/dnnl/linux-x86_64/*' -d "$folder"
library=$folder/org/bytedeco/dnnl/linux-x86_64

cat >"$folder/products.c" <<'C'
#include <oneapi/dnnl/dnnl.h>
#include <stdio.h>
#include <stdlib.h>

enum { COUNT = 2 * 8 * 8 * 8 * 8 };

static void ok(dnnl_status_t status) {
  if (status != dnnl_success) {
    exit(3);
  }
}

static const dnnl_dims_t sizes = {2, 8, 8, 8, 8}, plain = {4096, 512, 64, 8, 1}, viewed = {512, 1024, 8, 64, 1};

int main(int count, char **arguments) {
  const int64_t *strides = count > 1 ? plain : viewed;
  static float x[COUNT], y[COUNT], z[COUNT];
  for (int i = 0; i < COUNT; i++) {
    x[i] = i * 7 % 11 / 4.f;
    y[i] = i * 5 % 13 / 4.f;
  }
  dnnl_engine_t engine;
  dnnl_stream_t stream;
  ok(dnnl_engine_create(&engine, dnnl_cpu, 0));
  ok(dnnl_stream_create(&stream, engine, dnnl_stream_default_flags));
  dnnl_memory_desc_t factor, result;
  ok(dnnl_memory_desc_create_with_strides(&factor, 5, sizes, dnnl_f32, strides));
  ok(dnnl_memory_desc_create_with_strides(&result, 5, sizes, dnnl_f32, plain));
  dnnl_primitive_desc_t how;
  ok(dnnl_matmul_primitive_desc_create(&how, engine, factor, factor, NULL, result, NULL));
  const char *kernel;
  ok(dnnl_primitive_desc_query(how, dnnl_query_impl_info_str, 0, &kernel));
  dnnl_primitive_t products;
  ok(dnnl_primitive_create(&products, how));
  dnnl_exec_arg_t given[3] = {{DNNL_ARG_SRC, NULL}, {DNNL_ARG_WEIGHTS, NULL}, {DNNL_ARG_DST, NULL}};
  ok(dnnl_memory_create(&given[0].memory, factor, engine, x));
  ok(dnnl_memory_create(&given[1].memory, factor, engine, y));
  ok(dnnl_memory_create(&given[2].memory, result, engine, z));
  ok(dnnl_primitive_execute(products, stream, 3, given));
  ok(dnnl_stream_wait(stream));
  int right = 0;
  for (int at = 0; at < COUNT; at++) {
    int b = at / 4096, c = at / 512 % 8, d = at / 64 % 8, row = at / 8 % 8, column = at % 8;
    int64_t matrix = b * strides[0] + c * strides[1] + d * strides[2];
    float sum = 0;
    for (int k = 0; k < 8; k++) {
      sum += x[matrix + row * strides[3] + k] * y[matrix + k * strides[3] + column];
    }
    right += sum == z[at];
  }
  printf("%s: %d of %d right\n", kernel, right, COUNT);
  return 0;
}
C
gcc -I "$library/include" "$folder/products.c" -L "$library" -l:libdnnl.so.3 -o "$folder/products"

export LD_LIBRARY_PATH=$library OMP_NUM_THREADS=1
seen=$(
  ONEDNN_MAX_CPU_ISA=AVX2 "$folder/products" plain
  ONEDNN_MAX_CPU_ISA=AVX2 "$folder/products"
  ONEDNN_MAX_CPU_ISA=SSE41 "$folder/products"
)
echo "$seen"
expected='brg_matmul:avx2: 8192 of 8192 right
brg_matmul:avx2: 1049 of 8192 right
gemm:jit:f32: 8192 of 8192 right'
[ "$seen" = "$expected" ] || {
  echo "This has changed." >&2
  exit 1
}
