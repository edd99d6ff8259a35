package dev.partitura.engine.operator;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Counts n-grams of a pool in rows of words or numbers, `[C]` or `[N, C]`, neighbouring or with up
/// to `max_skip_count` others between any two, and puts each count (`TF`), whether it is there
/// (`IDF`) or both (`TFIDF`), by its weight, to its place. Source: ONNX TfIdfVectorizer-9.
final class TfIdfVectorizer implements Operator {
  private static final List<String> MODES = List.of("TF", "IDF", "TFIDF");
  private static final Signature SIGNATURE =
      Signature.of(
          "TfIdfVectorizer",
          Category.REDUCTION,
          List.of("X"),
          1,
          Parameter.optional("max_gram_length", Kind.INT),
          Parameter.optional("max_skip_count", Kind.INT),
          Parameter.optional("min_gram_length", Kind.INT),
          new Parameter("mode", Kind.STRING, null, MODES),
          Parameter.optional("ngram_counts", Kind.INTS),
          Parameter.optional("ngram_indexes", Kind.INTS),
          Parameter.optional("pool_int64s", Kind.INTS),
          Parameter.optional("pool_strings", Kind.STRINGS),
          Parameter.optional("weights", Kind.FLOATS));

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  /// The pool.
  ///
  /// @param grams place in the pool, by the words of each n-gram
  private record Pool(Map<List<Object>, Integer> grams, long[] places, int shortest, int longest) {
    static Pool of(OpContext op) {
      long shortest = op.requireInt("min_gram_length");
      long longest = op.requireInt("max_gram_length");
      var counts = required(op, "ngram_counts");
      var places = required(op, "ngram_indexes");
      var words = words(op);
      var grams = new HashMap<List<Object>, Integer>();
      int gram = 0;
      for (int n = 1; n <= counts.length; n++) {
        long begin = counts[n - 1];
        long end = n == counts.length ? words.size() : counts[n];
        if (begin < 0 || end < begin || end > words.size() || (end - begin) % n != 0) {
          throw op.refuse("op.tfidf.pool", n, begin, end);
        }
        for (int at = (int) begin; at < end; at += n) {
          grams.put(List.copyOf(words.subList(at, at + n)), gram++);
        }
      }
      boolean fits = gram == places.length && Arrays.stream(places).noneMatch(place -> place < 0);
      if (!fits || shortest < 1 || longest < shortest || longest > counts.length) {
        throw op.refuse("op.tfidf.form", gram, places.length, shortest, longest);
      }
      return new Pool(grams, places, (int) shortest, (int) longest);
    }

    private static long[] required(OpContext op, String attribute) {
      var values = op.attributes().ints(attribute);
      if (values == null) {
        throw op.refuse("op.attribute.missing", attribute);
      }
      return values;
    }

    private static List<Object> words(OpContext op) {
      if (op.attributes().get("pool_strings") instanceof Attribute.Strings(var strings)) {
        return List.copyOf(strings);
      }
      return Arrays.stream(required(op, "pool_int64s")).<Object>mapToObj(Long::valueOf).toList();
    }

    long length() {
      return Arrays.stream(places).max().orElse(-1) + 1;
    }
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireType(
        0,
        type -> type == DataType.STRING || type == DataType.INT64 || type == DataType.INT32,
        Phrase.of("words.indices"));
    var mode = op.attributes().stringOr("mode", "");
    if (!MODES.contains(mode)) {
      throw op.refuse("op.attribute.choice", "mode", mode, MODES);
    }
    long length = Pool.of(op).length();
    var x = op.shape(0);
    if (x == null) {
      return List.of(new TensorType(DataType.FLOAT, null));
    }
    if (x.rank() < 1 || x.rank() > 2) {
      throw op.refuse("op.shapes", List.of(x));
    }
    var shape = x.rank() == 1 ? Shape.of(length) : x.withSize(1, length);
    return List.of(new TensorType(DataType.FLOAT, shape));
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var x = run.tensor(0);
    var y = outputs.get(0, infer(run).getFirst());
    var pool = Pool.of(run);
    long skips = Math.max(0, run.requireInt("max_skip_count"));
    var mode = run.attributes().stringOr("mode", "");
    var weights = weights(run, pool);
    int columns = Math.toIntExact(x.shape().size(-1));
    int length = Math.toIntExact(pool.length());
    long rows = x.shape().rank() == 1 ? 1 : x.shape().size(0);
    for (long row = 0; row < rows; row++) {
      var words = words(x, row * columns, columns);
      var sums = new double[length];
      var counts = counts(words, pool, skips);
      for (int gram = 0; gram < counts.length; gram++) {
        double weight = mode.equals("TF") ? 1 : weights[gram];
        double count = mode.equals("IDF") ? Math.min(1, counts[gram]) : counts[gram];
        sums[(int) pool.places()[gram]] += weight * count;
      }
      Elements.write(sums, y, row * length);
    }
  }

  private static double[] weights(OpContext run, Pool pool) {
    var weights = new double[pool.places().length];
    Arrays.fill(weights, 1);
    if (run.attributes().get("weights") instanceof Attribute.Floats(var values)) {
      if (values.size() != weights.length) {
        throw run.refuse("op.window.count", values.size(), "weights", weights.length);
      }
      Arrays.setAll(weights, values::get);
    }
    return weights;
  }

  private static List<Object> words(Tensor x, long from, int count) {
    var words = new ArrayList<Object>();
    for (long i = from; i < from + count; i++) {
      words.add(x.dataType() == DataType.STRING ? x.stringAt(i) : (Object) x.longAt(i));
    }
    return words;
  }

  private static long[] counts(List<Object> words, Pool pool, long skips) {
    var counts = new long[pool.places().length];
    for (int n = pool.shortest(); n <= pool.longest(); n++) {
      // Words by themselves have nothing between them.
      for (long skip = 0; skip <= (n == 1 ? 0 : Math.min(skips, words.size())); skip++) {
        long step = skip + 1;
        for (int at = 0; at + (n - 1) * step < words.size(); at++) {
          Checkpoint.pass(at);
          var gram = new ArrayList<Object>();
          for (int i = 0; i < n; i++) {
            gram.add(words.get((int) (at + i * step)));
          }
          var known = pool.grams().get(gram);
          if (known != null) {
            counts[known]++;
          }
        }
      }
    }
    return counts;
  }

  /// Rows are each by themselves.
  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return op.axis(0) == 0 && op.rank(0) == 2 ? Sharding.along(0) : Sharding.UNKNOWN;
  }
}
