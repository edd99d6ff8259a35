// The kernels, in C with the words of a prelude: opencl.h or cuda.h.
// Values are dense and row-major. Sizes and counts are elements.

#define NAN_BITS 0x7fc00000
#define INFINITY_BITS 0x7f800000

FUNCTION int is_nan(float x) { return x != x; }

// e^x: 2^n times a polynomial in the rest, |rest| <= ln 2 / 2. Within 2 units in the last place.
FUNCTION float exp_of(float x) {
  if (is_nan(x)) return x;
  if (x > 88.722839f) return AS_FLOAT(INFINITY_BITS);
  if (x < -103.97208f) return 0.0f;
  float n = ROUND_EVEN(x * 1.44269504f);
  float r = FMA(n, -0.693145752f, x);
  r = FMA(n, -1.42860677e-6f, r);
  float p = 1.98412698e-4f;
  p = FMA(p, r, 1.38888889e-3f);
  p = FMA(p, r, 8.33333333e-3f);
  p = FMA(p, r, 4.16666667e-2f);
  p = FMA(p, r, 1.66666667e-1f);
  p = FMA(p, r, 0.5f);
  p = FMA(p, r, 1.0f);
  p = FMA(p, r, 1.0f);
  // In two factors, so that results below the normal numbers come out too.
  int whole = (int)n;
  int low = whole / 2;
  return p * AS_FLOAT((low + 127) << 23) * AS_FLOAT((whole - low + 127) << 23);
}

// ln x by the series of the area hyperbolic tangent around a mantissa in [sqrt 1/2, sqrt 2).
FUNCTION float log_of(float x) {
  if (is_nan(x) || x < 0.0f) return AS_FLOAT(NAN_BITS);
  if (x == 0.0f) return -AS_FLOAT(INFINITY_BITS);
  if (x == AS_FLOAT(INFINITY_BITS)) return x;
  int exponent = 0;
  if (x < 1.17549435e-38f) {
    x *= 8388608.0f;
    exponent = -23;
  }
  int bits = AS_INT(x);
  exponent += (bits >> 23) - 127;
  float m = AS_FLOAT((bits & 0x007fffff) | 0x3f800000);
  if (m > 1.41421356f) {
    m *= 0.5f;
    exponent += 1;
  }
  float f = m - 1.0f;
  float s = f / (2.0f + f);
  float z = s * s;
  float p = 0.153846154f;
  p = FMA(p, z, 0.181818182f);
  p = FMA(p, z, 0.222222222f);
  p = FMA(p, z, 0.285714286f);
  p = FMA(p, z, 0.4f);
  p = FMA(p, z, 0.666666667f);
  float e = (float)exponent;
  // f - f^2/2 stays exact for m near 1, where the logarithm is small.
  float square = 0.5f * f * f;
  float rest = s * (square + p * z);
  return FMA(e, 0.693145752f, f - (square - (rest + e * 1.42860677e-6f)));
}

FUNCTION float tanh_of(float x) {
  float a = ABS(x);
  if (a < 0.2f) {
    float z = x * x;
    float p = 2.18694885e-2f;
    p = FMA(p, z, -5.39682540e-2f);
    p = FMA(p, z, 1.33333333e-1f);
    p = FMA(p, z, -3.33333333e-1f);
    return FMA(x * z, p, x);
  }
  float t = 1.0f - 2.0f / (exp_of(2.0f * a) + 1.0f);
  return x < 0.0f ? -t : t;
}

// The error function: its series near 0, and else 1 less a continued fraction.
FUNCTION float erf_of(float x) {
  float a = ABS(x);
  if (is_nan(x)) return x;
  if (a < 1.0f) {
    float z = x * x;
    float p = 1.64621144e-6f;
    p = FMA(p, z, -1.49256503e-5f);
    p = FMA(p, z, 1.20553329e-4f);
    p = FMA(p, z, -8.54832702e-4f);
    p = FMA(p, z, 5.22397763e-3f);
    p = FMA(p, z, -2.68661706e-2f);
    p = FMA(p, z, 1.12837917e-1f);
    p = FMA(p, z, -3.76126389e-1f);
    p = FMA(p, z, 1.12837917f);
    return x * p;
  }
  if (a > 4.0f) return x < 0.0f ? -1.0f : 1.0f;
  // erfc(a) e^(a^2) by its continued fraction, from the 24th level on.
  float fraction = 0.0f;
  for (int level = 24; level > 0; level--) {
    fraction = 0.5f * (float)level / (a + fraction);
  }
  float tail = exp_of(-a * a) * 0.564189584f / (a + fraction);
  return x < 0.0f ? tail - 1.0f : 1.0f - tail;
}

FUNCTION float sigmoid_of(float x) {
  return x >= 0.0f ? 1.0f / (1.0f + exp_of(-x)) : exp_of(x) / (1.0f + exp_of(x));
}

FUNCTION float softplus_of(float x) {
  if (is_nan(x)) return x;
  float most = x > 0.0f ? x : 0.0f;
  float e = exp_of(-ABS(x));
  // ln(1 + e) by its series where e is small.
  float l = e < 1.0e-4f ? e * (1.0f - 0.5f * e) : log_of(1.0f + e);
  return most + l;
}

// The larger and the smaller of two; NaN where either is.
FUNCTION float larger(float a, float b) { return is_nan(a) ? a : is_nan(b) ? b : a > b ? a : b; }
FUNCTION float smaller(float a, float b) { return is_nan(a) ? a : is_nan(b) ? b : a < b ? a : b; }

FUNCTION float power_of(float x, float y) {
  if (y == 0.0f || x == 1.0f) return 1.0f;
  if (is_nan(x) || is_nan(y)) return AS_FLOAT(NAN_BITS);
  if (y == 1.0f) return x;
  if (y == 2.0f) return x * x;
  if (y == 3.0f) return x * x * x;
  if (y == 0.5f && x >= 0.0f) return SQRT(x);
  if (y == -1.0f) return 1.0f / x;
  int whole = FLOOR(y) == y;
  int odd = whole && FLOOR(y * 0.5f) * 2.0f != y;
  if (x < 0.0f && !whole && x != -AS_FLOAT(INFINITY_BITS)) return AS_FLOAT(NAN_BITS);
  float size = exp_of(y * log_of(ABS(x)));
  return x < 0.0f && odd ? -size : size;
}

// One step of a chain of elementwise functions; the codes are those of ElementCode.
FUNCTION float element(int code, float x, float y, float a, float b) {
  switch (code) {
    case 0: return x;
    case 1: return is_nan(x) || x > 0.0f ? x : 0.0f;
    case 2: return sigmoid_of(x);
    case 3: return tanh_of(x);
    case 4: return exp_of(x);
    case 5: return log_of(x);
    case 6: return SQRT(x);
    case 7: return ABS(x);
    case 8: return -x;
    case 9: return 1.0f / x;
    case 10: return erf_of(x);
    case 11: return 0.5f * x * (1.0f + erf_of(x * 0.707106781f));
    case 12: return 0.5f * x * (1.0f + tanh_of(0.797884561f * (x + 0.044715f * x * x * x)));
    case 13: return is_nan(x) ? x : x < a ? (b < a ? b : a) : x > b ? b : x;
    case 14: return x >= 0.0f || is_nan(x) ? x : a * x;
    case 15: return smaller(larger(FMA(a, x, b), 0.0f), 1.0f);
    case 16: return x * smaller(larger(FMA(a, x, b), 0.0f), 1.0f);
    case 17: return x * sigmoid_of(a * x);
    case 18: return softplus_of(x);
    case 19: return x * tanh_of(softplus_of(x));
    case 20: return x > 0.0f || is_nan(x) ? x : a * (exp_of(x) - 1.0f);
    case 21: return FLOOR(x);
    case 22: return CEIL(x);
    case 32: return x + y;
    case 33: return x - y;
    case 34: return x * y;
    case 35: return x / y;
    case 36: return larger(x, y);
    case 37: return smaller(x, y);
    case 38: return power_of(x, y);
    case 39: return x >= 0.0f || is_nan(x) ? x : x * y;
    default: return x;
  }
}

KERNEL void idle(MEMORY(y)) {
  GLOBAL int *to = AT(int, y);
  if (GLOBAL_ITEM(0) == 0) to[0] = 1;
}

// y = a chain of steps over x. A step is 8 words: code, kind of its operand (0 none, 1 a number,
// 2 as large as x, 3 repeated), which operand, elements between two changes of a repeated one, its
// count, two numbers, whether the operand stands first.
KERNEL void chain(
    MEMORY(y), MEMORY(x), MEMORY(p), MEMORY(q), MEMORY(r), MEMORY(table), int steps, int count) {
  int i = GLOBAL_ITEM(0);
  if (i >= count) return;
  GLOBAL const int *step = AT(const int, table);
  float value = AT(const float, x)[i];
  for (int s = 0; s < steps; s++, step += 8) {
    float a = AS_FLOAT(step[5]);
    float b = AS_FLOAT(step[6]);
    float other = a;
    if (step[1] > 1) {
      int at = step[1] == 2 ? i : i / step[3] % step[4];
      other = step[2] == 0 ? AT(const float, p)[at]
          : step[2] == 1 ? AT(const float, q)[at]
          : step[2] == 2 ? AT(const float, r)[at] : value;
    }
    value = step[7] ? element(step[0], other, value, a, b) : element(step[0], value, other, a, b);
  }
  AT(float, y)[i] = value;
}

// y = code(a, b) where each may be repeated along any axis. The table: rank, then per axis the size
// of y and the strides of a and b.
KERNEL void spread_pair(
    MEMORY(y), MEMORY(a), MEMORY(b), MEMORY(table), int code, int count) {
  int i = GLOBAL_ITEM(0);
  if (i >= count) return;
  GLOBAL const int *axis = AT(const int, table);
  int rank = axis[0];
  int rest = i;
  int at_a = 0;
  int at_b = 0;
  for (int d = rank - 1; d >= 0; d--) {
    int here = rest % axis[1 + 3 * d];
    rest /= axis[1 + 3 * d];
    at_a += here * axis[2 + 3 * d];
    at_b += here * axis[3 + 3 * d];
  }
  AT(float, y)[i] = element(code, AT(const float, a)[at_a], AT(const float, b)[at_b], 0.0f, 0.0f);
}

// Words of x into y in another order: per axis of the table a size, the stride in x and in y.
KERNEL void move(MEMORY(y), MEMORY(x), MEMORY(table), int from, int to, int count) {
  int i = GLOBAL_ITEM(0);
  if (i >= count) return;
  GLOBAL const int *axis = AT(const int, table);
  int rank = axis[0];
  int rest = i;
  int at_x = from;
  int at_y = to;
  for (int d = rank - 1; d >= 0; d--) {
    int here = rest % axis[1 + 3 * d];
    rest /= axis[1 + 3 * d];
    at_x += here * axis[2 + 3 * d];
    at_y += here * axis[3 + 3 * d];
  }
  AT(int, y)[at_y] = AT(const int, x)[at_x];
}

#define TILE 64
#define DEPTH 16
#define EACH 4

// y[m, n] = alpha * a[m, k] b[k, n] + beta * c, stack by stack: per stack two words of the table
// say where a and b begin. Elements lie at row and column strides. Groups of 16 x 16 do 64 x 64.
KERNEL void product(
    MEMORY(y), MEMORY(a), MEMORY(b), MEMORY(c), MEMORY(table), int m, int n, int k, int a_row,
    int a_column, int b_row, int b_column, int c_row, int c_column, float alpha, float beta) {
  SHARED float tile_a[DEPTH][TILE];
  SHARED float tile_b[DEPTH][TILE];
  int stack = GROUP(2);
  GLOBAL const float *from_a = AT(const float, a) + AT(const int, table)[2 * stack];
  GLOBAL const float *from_b = AT(const float, b) + AT(const int, table)[2 * stack + 1];
  int row = GROUP(1) * TILE;
  int column = GROUP(0) * TILE;
  int item = ITEM(1) * 16 + ITEM(0);
  float sum[EACH][EACH];
#pragma unroll
  for (int i = 0; i < EACH; i++) {
#pragma unroll
    for (int j = 0; j < EACH; j++) sum[i][j] = 0.0f;
  }
  for (int begin = 0; begin < k; begin += DEPTH) {
    for (int load = item; load < DEPTH * TILE; load += 256) {
      int d = a_column == 1 ? load % DEPTH : load / TILE;
      int i = a_column == 1 ? load / DEPTH : load % TILE;
      tile_a[d][i] = row + i < m && begin + d < k
          ? from_a[(row + i) * a_row + (begin + d) * a_column] : 0.0f;
      d = b_row == 1 ? load % DEPTH : load / TILE;
      int j = b_row == 1 ? load / DEPTH : load % TILE;
      tile_b[d][j] = column + j < n && begin + d < k
          ? from_b[(begin + d) * b_row + (column + j) * b_column] : 0.0f;
    }
    BARRIER();
    for (int d = 0; d < DEPTH; d++) {
#pragma unroll
      for (int i = 0; i < EACH; i++) {
        float left = tile_a[d][ITEM(1) * EACH + i];
#pragma unroll
        for (int j = 0; j < EACH; j++) {
          sum[i][j] = FMA(left, tile_b[d][ITEM(0) * EACH + j], sum[i][j]);
        }
      }
    }
    BARRIER();
  }
  GLOBAL float *to = AT(float, y) + (long)stack * m * n;
#pragma unroll
  for (int i = 0; i < EACH; i++) {
    int at_row = row + ITEM(1) * EACH + i;
#pragma unroll
    for (int j = 0; j < EACH; j++) {
      int at_column = column + ITEM(0) * EACH + j;
      if (at_row < m && at_column < n) {
        float value = alpha * sum[i][j];
        if (beta != 0.0f) {
          value = FMA(beta, AT(const float, c)[at_row * c_row + at_column * c_column], value);
        }
        to[at_row * n + at_column] = value;
      }
    }
  }
}

// Convolution as a product of the weights [filters, taps] with the windows [taps, places], whose
// elements are looked up as they are needed. Places run over the batch and the output plane.
KERNEL void convolution(
    MEMORY(y), MEMORY(x), MEMORY(w), MEMORY(bias), int has_bias, int batch, int channels, int height,
    int width, int filters, int groups, int kernel_h, int kernel_w, int out_h, int out_w,
    int stride_h, int stride_w, int dilation_h, int dilation_w, int pad_h, int pad_w) {
  SHARED float tile_w[DEPTH][TILE];
  SHARED float tile_x[DEPTH][TILE];
  int group = GROUP(2);
  int in_group = channels / groups;
  int out_group = filters / groups;
  int taps = in_group * kernel_h * kernel_w;
  int plane = out_h * out_w;
  int places = batch * plane;
  int row = GROUP(1) * TILE;
  int column = GROUP(0) * TILE;
  int item = ITEM(1) * 16 + ITEM(0);
  float sum[EACH][EACH];
#pragma unroll
  for (int i = 0; i < EACH; i++) {
#pragma unroll
    for (int j = 0; j < EACH; j++) sum[i][j] = 0.0f;
  }
  // Each item looks up one place all along.
  int place = column + item % TILE;
  int image = place / plane;
  int at_h = place % plane / out_w * stride_h - pad_h;
  int at_w = place % out_w * stride_w - pad_w;
  GLOBAL const float *weights = AT(const float, w) + (long)group * out_group * taps;
  GLOBAL const float *source =
      AT(const float, x) + ((long)image * channels + group * in_group) * height * width;
  for (int begin = 0; begin < taps; begin += DEPTH) {
    for (int load = item; load < DEPTH * TILE; load += 256) {
      int d = load % DEPTH;
      int i = load / DEPTH;
      tile_w[d][i] = row + i < out_group && begin + d < taps
          ? weights[(long)(row + i) * taps + begin + d] : 0.0f;
      d = load / TILE;
      int tap = begin + d;
      int h = at_h + tap / kernel_w % kernel_h * dilation_h;
      int v = at_w + tap % kernel_w * dilation_w;
      int inside = tap < taps && place < places && h >= 0 && h < height && v >= 0 && v < width;
      tile_x[d][load % TILE] =
          inside ? source[(tap / (kernel_h * kernel_w) * height + h) * width + v] : 0.0f;
    }
    BARRIER();
    for (int d = 0; d < DEPTH; d++) {
#pragma unroll
      for (int i = 0; i < EACH; i++) {
        float left = tile_w[d][ITEM(1) * EACH + i];
#pragma unroll
        for (int j = 0; j < EACH; j++) {
          sum[i][j] = FMA(left, tile_x[d][ITEM(0) * EACH + j], sum[i][j]);
        }
      }
    }
    BARRIER();
  }
#pragma unroll
  for (int i = 0; i < EACH; i++) {
    int filter = row + ITEM(1) * EACH + i;
#pragma unroll
    for (int j = 0; j < EACH; j++) {
      int to = column + ITEM(0) * EACH + j;
      if (filter < out_group && to < places) {
        int of = group * out_group + filter;
        float value = sum[i][j] + (has_bias ? AT(const float, bias)[of] : 0.0f);
        AT(float, y)[((long)(to / plane) * filters + of) * plane + to % plane] = value;
      }
    }
  }
}

// Convolution whose groups have few filters: an item an element of the result.
KERNEL void convolution_narrow(
    MEMORY(y), MEMORY(x), MEMORY(w), MEMORY(bias), int has_bias, int batch, int channels, int height,
    int width, int filters, int groups, int kernel_h, int kernel_w, int out_h, int out_w,
    int stride_h, int stride_w, int dilation_h, int dilation_w, int pad_h, int pad_w) {
  int i = GLOBAL_ITEM(0);
  int plane = out_h * out_w;
  if (i >= batch * filters * plane) return;
  int filter = i / plane % filters;
  int in_group = channels / groups;
  int group = filter / (filters / groups);
  int top = i % plane / out_w * stride_h - pad_h;
  int left = i % out_w * stride_w - pad_w;
  float sum = has_bias ? AT(const float, bias)[filter] : 0.0f;
  for (int c = 0; c < in_group; c++) {
    long source = ((long)(i / plane / filters) * channels + group * in_group + c) * height * width;
    long weight = ((long)filter * in_group + c) * kernel_h * kernel_w;
    for (int a = 0; a < kernel_h; a++) {
      int h = top + a * dilation_h;
      if (h < 0 || h >= height) continue;
      for (int b = 0; b < kernel_w; b++) {
        int v = left + b * dilation_w;
        if (v >= 0 && v < width) {
          sum = FMA(AT(const float, w)[weight + a * kernel_w + b],
              AT(const float, x)[source + h * width + v], sum);
        }
      }
    }
  }
  AT(float, y)[i] = sum;
}

// The largest (0) or the mean (1: of what is inside, 2: of the padded window) under each window.
KERNEL void pool(
    MEMORY(y), MEMORY(x), int what, int count, int height, int width, int kernel_h, int kernel_w,
    int out_h, int out_w, int stride_h, int stride_w, int dilation_h, int dilation_w, int pad_h,
    int pad_w, int padded_h, int padded_w) {
  int i = GLOBAL_ITEM(0);
  if (i >= count) return;
  int plane = out_h * out_w;
  int top = i % plane / out_w * stride_h - pad_h;
  int left = i % out_w * stride_w - pad_w;
  long source = (long)(i / plane) * height * width;
  float best = -AS_FLOAT(INFINITY_BITS);
  float sum = 0.0f;
  int inside = 0;
  int padded = 0;
  for (int a = 0; a < kernel_h; a++) {
    int h = top + a * dilation_h;
    for (int b = 0; b < kernel_w; b++) {
      int v = left + b * dilation_w;
      padded += h < padded_h && v < padded_w;
      if (h >= 0 && h < height && v >= 0 && v < width) {
        float here = AT(const float, x)[source + h * width + v];
        best = larger(best, here);
        sum += here;
        inside++;
      }
    }
  }
  AT(float, y)[i] = what == 0 ? best : sum / (float)(what == 1 ? inside : padded);
}

#define ROW_ITEMS 64

FUNCTION float sum_of_row(SHARED float *part, int item, float own) {
  part[item] = own;
  BARRIER();
  for (int step = ROW_ITEMS / 2; step > 0; step /= 2) {
    if (item < step) part[item] += part[item + step];
    BARRIER();
  }
  float all = part[0];
  BARRIER();
  return all;
}

FUNCTION float largest_of_row(SHARED float *part, int item, float own) {
  part[item] = own;
  BARRIER();
  for (int step = ROW_ITEMS / 2; step > 0; step /= 2) {
    if (item < step) part[item] = larger(part[item], part[item + step]);
    BARRIER();
  }
  float all = part[0];
  BARRIER();
  return all;
}

// Shares of one along an axis, or their logarithms: a group a row of `size` elements that lie
// `inner` apart.
KERNEL void shares(MEMORY(y), MEMORY(x), int size, int inner, int logarithms) {
  SHARED float part[ROW_ITEMS];
  int item = ITEM(0);
  int row = GROUP(0);
  long at = (long)(row / inner) * size * inner + row % inner;
  GLOBAL const float *from = AT(const float, x) + at;
  GLOBAL float *to = AT(float, y) + at;
  float most = -AS_FLOAT(INFINITY_BITS);
  for (int i = item; i < size; i += ROW_ITEMS) most = larger(most, from[(long)i * inner]);
  most = largest_of_row(part, item, most);
  float sum = 0.0f;
  for (int i = item; i < size; i += ROW_ITEMS) sum += exp_of(from[(long)i * inner] - most);
  sum = sum_of_row(part, item, sum);
  float logarithm = log_of(sum);
  for (int i = item; i < size; i += ROW_ITEMS) {
    float x = from[(long)i * inner] - most;
    to[(long)i * inner] = logarithms ? x - logarithm : exp_of(x) / sum;
  }
}

// Rows brought to mean 0 (unless by their root mean square alone) and variance 1, scaled and
// shifted: a group a row.
KERNEL void normalize_rows(
    MEMORY(y), MEMORY(x), MEMORY(scale), MEMORY(shift), int size, int centred, int has_shift,
    int scaled_by_row, float epsilon) {
  SHARED float part[ROW_ITEMS];
  int item = ITEM(0);
  int row = GROUP(0);
  GLOBAL const float *from = AT(const float, x) + (long)row * size;
  GLOBAL float *to = AT(float, y) + (long)row * size;
  float mean = 0.0f;
  if (centred) {
    float sum = 0.0f;
    for (int i = item; i < size; i += ROW_ITEMS) sum += from[i];
    mean = sum_of_row(part, item, sum) / (float)size;
  }
  float squares = 0.0f;
  for (int i = item; i < size; i += ROW_ITEMS) squares = FMA(from[i] - mean, from[i] - mean, squares);
  float deviation = SQRT(sum_of_row(part, item, squares) / (float)size + epsilon);
  for (int i = item; i < size; i += ROW_ITEMS) {
    int of = scaled_by_row > 0 ? row % scaled_by_row : i;
    float value = (from[i] - mean) / deviation * AT(const float, scale)[of];
    to[i] = has_shift ? value + AT(const float, shift)[of] : value;
  }
}

// Each channel by its mean and variance: scale, shift, mean, variance.
KERNEL void normalize_channels(
    MEMORY(y), MEMORY(x), MEMORY(scale), MEMORY(shift), MEMORY(mean), MEMORY(variance), int channels,
    int plane, int count, float epsilon) {
  int i = GLOBAL_ITEM(0);
  if (i >= count) return;
  int c = i / plane % channels;
  float factor = AT(const float, scale)[c] / SQRT(AT(const float, variance)[c] + epsilon);
  AT(float, y)[i] =
      FMA(AT(const float, x)[i] - AT(const float, mean)[c], factor, AT(const float, shift)[c]);
}

// Sum (0), mean (1), largest (2), smallest (3), sum of squares (4) along an axis: a group a row.
KERNEL void reduce(MEMORY(y), MEMORY(x), int what, int size, int inner) {
  SHARED float part[ROW_ITEMS];
  int item = ITEM(0);
  int row = GROUP(0);
  GLOBAL const float *from = AT(const float, x) + (long)(row / inner) * size * inner + row % inner;
  float own = what == 2 || what == 3 ? -AS_FLOAT(INFINITY_BITS) : 0.0f;
  for (int i = item; i < size; i += ROW_ITEMS) {
    float value = from[(long)i * inner];
    own = what == 2 ? larger(own, value) : what == 3 ? larger(own, -value)
        : what == 4 ? FMA(value, value, own) : own + value;
  }
  float all =
      what == 2 || what == 3 ? largest_of_row(part, item, own) : sum_of_row(part, item, own);
  if (item == 0) {
    AT(float, y)[row] = what == 1 ? all / (float)size : what == 3 ? -all : all;
  }
}

// y = a where the condition holds, else b, each repeated along any axis. The table: rank, then per
// axis the size of y and the strides of condition, a and b.
KERNEL void choose(
    MEMORY(y), MEMORY(condition), MEMORY(a), MEMORY(b), MEMORY(table), int count) {
  int i = GLOBAL_ITEM(0);
  if (i >= count) return;
  GLOBAL const int *axis = AT(const int, table);
  int rest = i;
  int at_condition = 0;
  int at_a = 0;
  int at_b = 0;
  for (int d = axis[0] - 1; d >= 0; d--) {
    int here = rest % axis[1 + 4 * d];
    rest /= axis[1 + 4 * d];
    at_condition += here * axis[2 + 4 * d];
    at_a += here * axis[3 + 4 * d];
    at_b += here * axis[4 + 4 * d];
  }
  AT(float, y)[i] = AT(const char, condition)[at_condition]
      ? AT(const float, a)[at_a] : AT(const float, b)[at_b];
}

// Entries along an axis by known numbers: y[o, j, i] = x[o, index[j], i], in words.
KERNEL void take(
    MEMORY(y), MEMORY(x), MEMORY(index), int taken, int size, int inner, int count) {
  int i = GLOBAL_ITEM(0);
  if (i >= count) return;
  int j = i / inner % taken;
  AT(int, y)[i] =
      AT(const int, x)[((long)(i / inner / taken) * size + AT(const int, index)[j]) * inner + i % inner];
}
