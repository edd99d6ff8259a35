package dev.partitura.engine.training;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.network.Topology;
import dev.partitura.engine.operator.ClassLogSums;
import dev.partitura.engine.operator.LabelLogProbability;
import dev.partitura.engine.operator.NetworkTypes;
import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.operator.Trait;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/// Cross entropy between the classes that a network scores and their labels, the mean over all
/// places. The scores are the network's first output, classes along its last axis; a softmax at the
/// end is left out, since the loss takes it itself.
///
/// @param network the network with the loss behind it, its output alone
/// @param value name of the loss, a scalar
/// @param labels name of the input of labels, int64 `[batch]` or `[batch, positions]`
/// @param behind the op whose output is scored
/// @param classes that are scored
public record TrainingLoss(
    Network network, String value, String labels, OpId behind, long classes) {
  private static final String LABELS = "labels";

  /// @param types of one micro-batch
  /// @throws ProblemException where the first output is not scores of classes
  public static TrainingLoss of(NetworkTypes types) {
    var network = types.network();
    var scores = scores(network);
    var type = types.type(scores);
    if (type == null
        || !type.isStatic()
        || !type.dataType().isFloating()
        || type.knownShape().rank() < 2
        || type.knownShape().rank() > 3) {
      throw ProblemException.of("training.scores", scores, scores, String.valueOf(type));
    }
    int rank = type.knownShape().rank();
    var topology = Topology.of(network);
    int producer = topology.producer(scores);
    if (producer < 0) {
      throw ProblemException.of("training.scores", scores, scores, String.valueOf(type));
    }
    var builder = NetworkBuilder.of(network);
    var labels =
        builder.input(builder.unique(LABELS), new TensorType(DataType.INT64, labels(type)));
    long classes = type.knownShape().size(rank - 1);
    var sums = ClassLogSums.of(builder, builder.unique("loss/sums"), scores, classes);
    var each = LabelLogProbability.of(builder, builder.unique("loss/labels"), scores, labels, sums);
    var mean = new Attributes(Map.of("keepdims", new Attribute.IntValue(0)));
    var likely = builder.op(builder.unique("loss/mean"), "ReduceMean", mean, each);
    var loss = builder.op(builder.unique("loss"), "Neg", Attributes.NONE, likely);
    builder.output(loss);
    var whole = builder.build();
    return new TrainingLoss(
        whole.withOutputs(List.of(whole.outputs().getLast())),
        loss,
        labels,
        network.ops().get(producer).id(),
        classes);
  }

  private static Shape labels(TensorType scores) {
    var shape = scores.knownShape();
    return Shape.of(
        LongStream.range(0, shape.rank() - 1).map(axis -> shape.size((int) axis)).toArray());
  }

  private static String scores(Network network) {
    if (network.outputs().isEmpty()) {
      throw ProblemException.of("training.output", "");
    }
    var output = network.outputs().getFirst().name();
    int producer = Topology.of(network).producer(output);
    return producer >= 0 && isSoftmax(network.ops().get(producer))
        ? network.ops().get(producer).inputs().getFirst()
        : output;
  }

  private static boolean isSoftmax(Op op) {
    var operator = Operators.find(op);
    return operator != null && operator.has(Trait.SHARES);
  }
}
