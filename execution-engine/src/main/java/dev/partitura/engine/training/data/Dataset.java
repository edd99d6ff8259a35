package dev.partitura.engine.training.data;

import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;

/// Samples to train on and others to test on. Batches are cut from one endless row in which the
/// training samples stand in a new order each epoch, every one once; the row follows from the seed
/// alone. Immutable but for what it keeps to be quick; any thread.
public final class Dataset {
  private static final long CHECKED_AT_ONCE = 1 << 30;

  private final String name;
  private final List<String> axes;
  private final int classes;
  private final Samples train;
  private final Samples test;
  private final long seed;

  /// The order of the epoch asked for last.
  private volatile Order order;

  private record Order(long epoch, int[] samples) {}

  /// @param name as asked for
  /// @param axes names of the axes of one sample, in order
  /// @param classes one above the largest label
  Dataset(String name, List<String> axes, int classes, Samples train, Samples test, long seed) {
    this.name = name;
    this.axes = List.copyOf(axes);
    this.classes = classes;
    this.train = train;
    this.test = test;
    this.seed = seed;
    this.order = ordered(0);
  }

  public String name() {
    return name;
  }

  public int classes() {
    return classes;
  }

  public Samples train() {
    return train;
  }

  public Samples test() {
    return test;
  }

  /// A batch in memory of its own.
  ///
  /// @param step 0 for the first
  public Samples batch(long step, int size) {
    var batch = train.room(size);
    fill(step, batch);
    return batch;
  }

  /// Writes the batch of a step over `batch`, which holds as many samples as it is to have. Cost: a
  /// copy, and once an epoch its order.
  ///
  /// @param step 0 for the first
  public void fill(long step, Samples batch) {
    long first = Math.multiplyExact(step, batch.count());
    for (int i = 0; i < batch.count(); i++) {
      long place = first + i;
      var current = order(place / train.count());
      train.copy(current.samples()[(int) (place % train.count())], batch, i);
    }
  }

  private Order order(long epoch) {
    var known = order;
    if (known.epoch() != epoch) {
      known = ordered(epoch);
      order = known;
    }
    return known;
  }

  private Order ordered(long epoch) {
    return new Order(epoch, shuffled(train.count(), seed + 31 * epoch));
  }

  /// The numbers below `count` in an order that follows from the seed.
  static int[] shuffled(int count, long seed) {
    var random = new SplittableRandom(seed);
    var numbers = new int[count];
    for (int i = 0; i < count; i++) {
      int place = random.nextInt(i + 1);
      numbers[i] = numbers[place];
      numbers[place] = i;
    }
    return numbers;
  }

  /// The name without its folder, and a checksum of all samples: what tells this data from other
  /// data, and from a file of that name with other contents. Cost: reads everything once.
  public String identity() {
    var sum = new CRC32C();
    for (var tensor : List.of(train.inputs(), train.labels(), test.inputs(), test.labels())) {
      var bytes = tensor.data();
      for (long at = 0; at < bytes.byteSize(); at += CHECKED_AT_ONCE) {
        long count = Math.min(CHECKED_AT_ONCE, bytes.byteSize() - at);
        sum.update(bytes.asSlice(at, count).asByteBuffer());
      }
    }
    return "%s (%08x)".formatted(Path.of(name).getFileName(), sum.getValue());
  }

  /// The same data as a network takes them: samples of as many elements in its shape and element
  /// type. Nothing is copied where the element type stays.
  ///
  /// @param input of the network, samples along its first axis
  /// @throws ProblemException when a sample has another number of elements
  public Dataset fitted(TensorType input) {
    if (!takes(input, train.inputs().shape().product(1, train.inputs().shape().rank()))) {
      throw ProblemException.of("training.data.shape", name, name, sample(), input);
    }
    return new Dataset(name, axes, classes, fitted(train, input), fitted(test, input), seed);
  }

  /// Whether an input of a network takes samples of so many elements.
  static boolean takes(TensorType input, long elements) {
    var shape = input.shape();
    return shape != null
        && shape.rank() >= 1
        && isKnownBehindFirst(shape)
        && shape.product(1, shape.rank()) == elements;
  }

  private static boolean isKnownBehindFirst(Shape shape) {
    for (int axis = 1; axis < shape.rank(); axis++) {
      if (!shape.isKnown(axis)) {
        return false;
      }
    }
    return true;
  }

  /// What one sample is, such as `channel 1 × height 28 × width 28`.
  private String sample() {
    var shape = train.inputs().shape();
    var text = new StringBuilder();
    for (int axis = 1; axis < shape.rank(); axis++) {
      text.append(axis == 1 ? "" : " × ").append(axes.get(axis - 1)).append(' ');
      text.append(shape.size(axis));
    }
    return text.toString();
  }

  private static Samples fitted(Samples samples, TensorType input) {
    var type = Samples.ofCount(input, samples.count());
    var given = samples.inputs();
    if (given.dataType() == type.dataType()) {
      return new Samples(given.reshaped(type.knownShape()), samples.labels());
    }
    var converted = Tensor.allocate(type);
    for (long i = 0; i < converted.elementCount(); i++) {
      converted.setDouble(i, given.doubleAt(i));
    }
    return new Samples(converted, samples.labels());
  }
}
