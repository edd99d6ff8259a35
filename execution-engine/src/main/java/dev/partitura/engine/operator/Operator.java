package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One ONNX operator: everything the product knows about it stands in the class that implements
/// this. Implementations are stateless and may be called from any thread; each covers all
/// operator-set versions of its type.
public interface Operator extends Drawing {
  /// Name, inputs, outputs and attributes with their defaults.
  @Override
  Signature signature();

  /// What passes and planners may rely on; the default allows nothing.
  default Set<Trait> traits() {
    return Set.of();
  }

  default boolean has(Trait trait) {
    return traits().contains(trait);
  }

  /// The input whose place an output takes by definition: the new value is written over the old
  /// one. -1 for all others.
  default int takesPlaceOf(int output) {
    return -1;
  }

  /// Types of the outputs, as far as the inputs tell: unknown axes and ranks stay unknown, nothing
  /// is guessed.
  ///
  /// @throws ProblemException when the inputs or attributes do not fit; names the op, the reason
  ///   and a way out
  List<TensorType> infer(OpContext op);

  /// Floating-point operations and bytes of one run, from static types. The default is one
  /// operation per output element.
  default Work work(OpContext op, List<TensorType> outputs) {
    return Work.elementwise(op, outputs, 1);
  }

  /// Plain-Java reference kernel: the specification every other kernel is tested against. The
  /// context's input types are those of the tensors. Absent optional inputs are null; captures of
  /// bodies follow the formal inputs.
  ///
  /// @throws ProblemException when values (not types) are unusable, such as an index out of range
  void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs);

  /// Whether the first output holds the elements of the first input in their order, so that it can
  /// lie in the same memory under another shape.
  default boolean isView(OpContext op) {
    return false;
  }

  /// Whether inputs may have a type in which nothing is computed ([DataType#isCompact]), because
  /// they are only moved or converted here.
  default boolean takesCompactTypes() {
    return false;
  }

  /// Whether input `input` is kept beside the trained parameters and not one of them, such as a
  /// running mean.
  default boolean isStatistic(int input) {
    return false;
  }

  /// Whether input `input` says how to compute rather than with what, such as scales that decide
  /// how large a result is, so that it is never rounded.
  default boolean isSetting(int input) {
    return false;
  }

  /// The whole numbers that its first output holds, as far as they are known before the run from
  /// those of its inputs ([OpContext#sizes]): a shape that is taken apart and put together again.
  /// Null where nothing of the kind is known, which is the default.
  default @Nullable SizeList sizes(OpContext op) {
    return null;
  }

  /// Whether what a trait says holds of an op with these attributes too; the default says so of
  /// all.
  default boolean has(Trait trait, Attributes attributes) {
    return has(trait);
  }

  /// Of an op that gives its data sizes ([Trait#GIVES_SIZES]): whether a size of 0 keeps an axis as
  /// it comes.
  default boolean zeroKeeps(Attributes attributes) {
    return false;
  }

  /// Whether an attribute may be given so although its kind is another than the signature says, as
  /// early operator sets had it.
  default boolean takes(Parameter parameter, Attribute value) {
    return false;
  }

  /// Whether a number of input `input` that is as low as a mask makes it is as low in the output,
  /// whatever else is read. The default promises nothing.
  default boolean keepsMasked(OpContext op, int input) {
    return false;
  }

  /// One above the largest whole number that is right at input `input` where it holds places in
  /// another input; [Long#MAX_VALUE] where it does not.
  default long placesAt(OpContext op, int input) {
    return Long.MAX_VALUE;
  }

  /// The split rule: how output `output` is sharded when the inputs of the op are, so that a batch
  /// may be split across replicas and micro-batches here, and the op itself among shards. At least
  /// one input is not replicated, and the output is not constant. The caller checks the answer
  /// against the sizes. The default is safe: nothing is known, and nothing is split.
  ///
  /// @throws ProblemException when the rule cannot be asked, which also means that nothing is known
  default Sharding sharding(ShardedOp op, int output) {
    return Sharding.UNKNOWN;
  }

  /// How the op is written in one of `parts` equal parts when its inputs are sharded so: most ops
  /// as they stand, others with the sizes of the part in their attributes and constants.
  ///
  /// @param part the op with the types of the part's inputs
  /// @return null where it cannot be written
  default @Nullable OpContext inPart(
      OpContext part, OpContext whole, List<Sharding> inputs, int parts) {
    return part;
  }

  /// The gradients of the inputs, from those of the outputs: adds ops that compute them and hands
  /// back the values that will hold them, one for each input; null for an input that has none, such
  /// as indices, or whose gradient is not wanted. The default says that no gradient is known.
  default @Nullable List<@Nullable String> gradients(Backward op) {
    return null;
  }

  /// Whether [#gradients] goes back from any of the outputs, and not from the first alone.
  default boolean takesAnyGradient() {
    return signature().variadicOutput();
  }

  /// Hands a reference kernel the memory of its outputs.
  interface Outputs {
    /// The tensor for output `index`, of exactly this static type; planned memory where the type
    /// was known beforehand. Its content is undefined: the kernel writes every element.
    Tensor get(int index, TensorType type);

    /// Whether anybody reads output `index`.
    boolean wanted(int index);
  }
}
