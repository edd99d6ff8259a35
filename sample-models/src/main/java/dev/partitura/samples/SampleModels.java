package dev.partitura.samples;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.problem.ProblemException;
import java.util.List;
import java.util.Optional;

/// The catalogue of networks that ship: one line each. Their weights are not trained but made from
/// [#SEED].
public final class SampleModels {
  /// Seed of all weights.
  public static final long SEED = 2026;

  private static final List<Sample> ALL =
      List.of(
          new Sample(
              "mlp",
              "MLP",
              "Three fully connected layers that read a 28×28 digit.",
              "The smallest pipeline: three layers, three stages.",
              Mlp::network),
          new Sample(
              "lenet",
              "LeNet-5",
              "The first convolutional network that read cheques, of 1998.",
              "Ops so small that moving data costs more than computing: see when parallel is slower.",
              LeNet::network),
          new Sample(
              "branches",
              "Four branches",
              "Four equal chains of convolutions between one split and one join.",
              "Task parallelism: each branch on a worker of its own.",
              Branches::network),
          new Sample(
              "squeezenet",
              "SqueezeNet 1.1",
              "A small image classifier of fire modules with two branches each.",
              "Task parallelism that pays only in part: the branches are unequal.",
              SqueezeNet::network),
          new Sample(
              "mobilenetv2",
              "MobileNetV2",
              "An image classifier for phones, of depthwise convolutions.",
              "Data parallelism where memory traffic, not arithmetic, is the limit.",
              MobileNetV2::network),
          new Sample(
              "googlenet",
              "GoogLeNet",
              "An image classifier of nine inception modules with four branches each.",
              "Task parallelism in a real network, and its critical path.",
              GoogLeNet::network),
          new Sample(
              "resnet18",
              "ResNet-18",
              "A residual image classifier of eighteen layers.",
              "Pipelines over uneven stages: where to cut.",
              ResNet::resNet18),
          new Sample(
              "resnet50",
              "ResNet-50",
              "A residual image classifier of fifty layers, the yardstick of benchmarks.",
              "Data and pipeline parallelism at a size where both pay.",
              ResNet::resNet50),
          new Sample(
              "transformer",
              "Transformer encoder",
              "Twelve encoder layers of width 256 that classify 64 words.",
              "Pipelines of equal stages: twelve layers divide by 2, 3, 4 and 6.",
              Encoder::classifier),
          new Sample(
              "bert",
              "BERT-base layers",
              "Four layers of BERT-base over 128 positions.",
              "Large matrix products: pipelines and replicas of a language model.",
              () -> Encoder.bertBase(4)),
          new Sample(
              "points",
              "Points of a plane",
              "Three small layers that part the points of two classes.",
              "Training at a glance: spirals or exclusive or, learnt in seconds.",
              Points::network),
          new Sample(
              "copier",
              "Copying transformer",
              "Two small encoder layers that say eight symbols again.",
              "Training attention: each place learns to look back by eight.",
              Encoder::copier));

  private SampleModels() {}

  public static List<Sample> all() {
    return ALL;
  }

  public static Optional<Sample> find(String name) {
    return ALL.stream().filter(sample -> sample.name().equals(name)).findFirst();
  }

  /// The names of all samples, in their order.
  public static List<String> names() {
    return ALL.stream().map(Sample::name).toList();
  }

  /// The network of the sample of that name.
  ///
  /// @throws ProblemException when there is none; names those there are
  public static Network network(String name) {
    return find(name)
        .orElseThrow(() -> ProblemException.of("sample.unknown", name, name, names()))
        .network();
  }
}
