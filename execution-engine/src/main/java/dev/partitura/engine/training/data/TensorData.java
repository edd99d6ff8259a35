package dev.partitura.engine.training.data;

import dev.partitura.engine.network.onnx.TensorFile;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/// Samples of two ONNX tensors: numbers `[samples, …]` and labels `[samples]` or `[samples,
/// positions]`.
final class TensorData {
  /// Names of the two files in a folder: ours, and those of ONNX's test data.
  private static final List<List<String>> NAMES =
      List.of(List.of("inputs.pb", "labels.pb"), List.of("input_0.pb", "output_0.pb"));

  private TensorData() {}

  /// @throws ProblemException when the folder lacks the files, or they do not fit
  static Dataset ofFolder(Path folder, long seed) {
    for (var names : NAMES) {
      if (names.stream().allMatch(name -> Files.isRegularFile(folder.resolve(name)))) {
        return of(folder.resolve(names.getFirst()), folder.resolve(names.getLast()), seed);
      }
    }
    throw ProblemException.of("training.data.folder", folder.toString(), folder);
  }

  /// @throws ProblemException when a file holds no tensor, or they do not fit
  static Dataset of(Path inputFile, Path labelFile, long seed) {
    var inputs = TensorFile.read(inputFile).tensor();
    var labels = TensorFile.read(labelFile).tensor();
    boolean numbers = inputs.dataType().isFloating() || inputs.dataType().isInteger();
    if (!numbers || inputs.dataType().isCompact() || inputs.shape().rank() < 2) {
      throw ProblemException.of(
          "training.data.inputs", inputFile.toString(), inputFile, inputs.type());
    }
    int rank = labels.shape().rank();
    if (!labels.dataType().isInteger() || labels.dataType().isCompact() || rank < 1 || rank > 2) {
      throw ProblemException.of(
          "training.data.labels", labelFile.toString(), labelFile, labels.type());
    }
    long samples = inputs.shape().size(0);
    if (samples != labels.shape().size(0)) {
      throw ProblemException.of(
          "training.data.count",
          labelFile.toString(),
          inputFile,
          samples,
          labels.shape().size(0),
          labelFile);
    }
    boolean single = rank == 1 || labels.shape().size(1) == 1;
    var wanted =
        Tensor.allocate(
            new TensorType(DataType.INT64, single ? Shape.of(samples) : labels.shape()));
    for (long i = 0; i < labels.elementCount(); i++) {
      long label = labels.longAt(i);
      if (label < 0 || label >= Integer.MAX_VALUE) {
        throw ProblemException.of(
            "training.data.range", labelFile.toString(), labelFile, String.valueOf(label));
      }
      wanted.setLong(i, label);
    }
    return FileData.split(
        inputFile.toString(),
        IntStream.range(1, inputs.shape().rank()).mapToObj(axis -> "axis " + axis).toList(),
        new Samples(floats(inputs), wanted),
        seed);
  }

  private static Tensor floats(Tensor given) {
    if (given.dataType() == DataType.FLOAT) {
      return given;
    }
    var floats = Tensor.allocate(new TensorType(DataType.FLOAT, given.shape()));
    for (long i = 0; i < floats.elementCount(); i++) {
      floats.setDouble(i, given.doubleAt(i));
    }
    return floats;
  }
}
