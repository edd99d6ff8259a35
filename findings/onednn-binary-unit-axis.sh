#!/usr/bin/env bash
# oneDNN 3.11.0 (bytedeco's build, Linux x86-64): a broadcasting product writes nothing where an axis of size 1 has a large stride,
# and whether it does depends on which product the process made before.
#
# x[2,4,1,8] with strides (32, 8, s, 1) times y[1,1,1,8], the result as x lies. The third axis has one element, so s says nothing
# about where anything is: x is the same 64 numbers in a row for every s.
# Seen with jit:uni: s = 8 gives 64 right numbers; s = 32, which is what a transposed view of [2,1,4,8] has, leaves the result
# untouched, and no call reports an error. Two descriptors that differ in s alone count as equal in the cache of primitives, so that
# in one process the first decides for both: s = 32 behind s = 8 is right, s = 8 behind s = 32 writes nothing.
#
# Ends with 0 while this holds and with 1 when it has changed. Needs Maven, unzip and gcc.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

mvn -q -B dependency:copy -Dartifact=org.bytedeco:dnnl:3.11-1.5.13:jar:linux-x86_64 -DoutputDirectory="$folder"
unzip -qo "$folder"/dnnl-3.11-1.5.13-linux-x86_64.jar 'org/bytedeco/dnnl/linux-x86_64/*' -d "$folder"
library=$folder/org/bytedeco/dnnl/linux-x86_64

cat >"$folder/product.c" <<'C'
#include <oneapi/dnnl/dnnl.h>
#include <stdio.h>
#include <stdlib.h>

static void ok(dnnl_status_t status) {
  if (status != dnnl_success) {
    exit(3);
  }
}

static dnnl_memory_desc_t described(const dnnl_dims_t sizes, const dnnl_dims_t strides) {
  dnnl_memory_desc_t made;
  ok(dnnl_memory_desc_create_with_strides(&made, 4, sizes, dnnl_f32, strides));
  return made;
}

static int right(dnnl_engine_t engine, dnnl_stream_t stream, long single) {
  const dnnl_dims_t sizes = {2, 4, 1, 8}, strides = {32, 8, single, 1};
  const dnnl_dims_t row = {1, 1, 1, 8}, rowStrides = {8, 8, 8, 1};
  float x[64], y[8], z[64];
  for (int i = 0; i < 64; i++) {
    x[i] = i + 1;
    y[i % 8] = i % 8 + 1;
    z[i] = -1;
  }
  dnnl_memory_desc_t whole = described(sizes, strides), small = described(row, rowStrides);
  dnnl_primitive_desc_t how;
  ok(dnnl_binary_primitive_desc_create(&how, engine, dnnl_binary_mul, whole, small, whole, NULL));
  dnnl_primitive_t product;
  ok(dnnl_primitive_create(&product, how));
  dnnl_exec_arg_t given[3] = {{DNNL_ARG_SRC_0, NULL}, {DNNL_ARG_SRC_1, NULL}, {DNNL_ARG_DST, NULL}};
  ok(dnnl_memory_create(&given[0].memory, whole, engine, x));
  ok(dnnl_memory_create(&given[1].memory, small, engine, y));
  ok(dnnl_memory_create(&given[2].memory, whole, engine, z));
  ok(dnnl_primitive_execute(product, stream, 3, given));
  ok(dnnl_stream_wait(stream));
  int count = 0;
  for (int i = 0; i < 64; i++) {
    count += z[i] == x[i] * y[i % 8];
  }
  return count;
}

int main(int count, char **strides) {
  dnnl_engine_t engine;
  dnnl_stream_t stream;
  ok(dnnl_engine_create(&engine, dnnl_cpu, 0));
  ok(dnnl_stream_create(&stream, engine, dnnl_stream_default_flags));
  for (int i = 1; i < count; i++) {
    printf("%s: %d of 64 right%s", strides[i], right(engine, stream, atol(strides[i])), i + 1 < count ? ", then " : "\n");
  }
  return 0;
}
C
gcc -I "$library/include" "$folder/product.c" -L "$library" -l:libdnnl.so.3 -o "$folder/product"

export LD_LIBRARY_PATH=$library
seen=$("$folder/product" 8 32 && "$folder/product" 32 8)
echo "$seen"
expected='8: 64 of 64 right, then 32: 64 of 64 right
32: 0 of 64 right, then 8: 0 of 64 right'
[ "$seen" = "$expected" ] || {
  echo "This has changed." >&2
  exit 1
}
