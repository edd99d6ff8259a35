package dev.partitura.samples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.partitura.engine.execute.SeededInputs;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkCheck;
import dev.partitura.engine.network.OperatorSets;
import dev.partitura.engine.network.onnx.OnnxWriter;
import dev.partitura.engine.operator.Parameters;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SampleModelsTest {
  static List<Sample> samples() {
    return SampleModels.all();
  }

  @ParameterizedTest
  @CsvSource({
    "mlp, 669706",
    "lenet, 61706",
    "squeezenet, 1235496",
    "mobilenetv2, 3504872",
    "googlenet, 6624904",
    "resnet18, 11689512",
    "resnet50, 25557032",
    "transformer, 11593738",
    "points, 1218",
    "copier, 26634"
  })
  void parameterCountsAreThePublishedOnes(String name, long parameters) {
    assertEquals(parameters, Parameters.count(SampleModels.network(name)));
  }

  @Test
  void aBertBaseLayerHasTheParametersOfThePaper() {
    assertEquals(
        7_087_872, Parameters.count(Encoder.bertBase(2)) - Parameters.count(Encoder.bertBase(1)));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void samplesAreWhole(Sample sample) {
    var network = sample.network();
    assertEquals(List.of(), NetworkCheck.check(network));
    assertEquals(List.of(), OperatorSets.check(network));
    assertEquals(
        "batch", Objects.requireNonNull(network.inputs().getFirst().type()).knownShape().symbol(0));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void anotherRuntimeRunsThemAndActivationsNeitherDieNorExplode(Sample sample) throws OrtException {
    var outputs = run(sample.network());
    int classes = outputs[0].length;
    double sum = 0;
    double difference = 0;
    for (int i = 0; i < classes; i++) {
      sum += outputs[0][i] * outputs[0][i] / classes;
      difference += Math.abs(outputs[0][i] - outputs[1][i]) / classes;
    }
    double size = Math.sqrt(sum);
    assertTrue(size > 0.05 && size < 20, sample.name() + " gives outputs of size " + size);
    assertTrue(
        difference > 0.002 * size,
        sample.name() + " hardly tells two inputs apart: " + difference + " of " + size);
  }

  /// The first output's elements for each of two seeded samples.
  private static float[][] run(Network network) throws OrtException {
    var environment = OrtEnvironment.getEnvironment();
    var feeds = new HashMap<String, OnnxTensor>();
    try (var session =
        environment.createSession(OnnxWriter.bytesOf(network), new OrtSession.SessionOptions())) {
      for (var entry : SeededInputs.make(network, 2, 1).entrySet()) {
        feeds.put(entry.getKey(), ortTensor(environment, entry.getValue()));
      }
      try (var results = session.run(feeds)) {
        var buffer = ((OnnxTensor) results.get(0)).getFloatBuffer();
        var values = new float[2][buffer.remaining() / 2];
        buffer.get(values[0]);
        buffer.get(values[1]);
        return values;
      }
    } finally {
      feeds.values().forEach(OnnxTensor::close);
    }
  }

  private static OnnxTensor ortTensor(OrtEnvironment environment, Tensor tensor)
      throws OrtException {
    var bytes = tensor.data().asByteBuffer().order(ByteOrder.nativeOrder());
    return tensor.dataType() == DataType.INT64
        ? OnnxTensor.createTensor(environment, bytes.asLongBuffer(), tensor.shape().sizes())
        : OnnxTensor.createTensor(environment, bytes.asFloatBuffer(), tensor.shape().sizes());
  }

  @Test
  void theSameSeedGivesTheSameBits() {
    var first = SampleModels.network("lenet");
    var second = SampleModels.network("lenet");
    first
        .initializers()
        .forEach((name, tensor) ->
            assertEquals(
                -1,
                tensor
                    .tensor()
                    .data()
                    .mismatch(
                        Objects.requireNonNull(second.initializers().get(name)).tensor().data()),
                name));
    assertEquals(-1, input(first, "image", 5).data().mismatch(input(second, "image", 5).data()));
    assertTrue(input(first, "image", 5).data().mismatch(input(second, "image", 6).data()) >= 0);
  }

  private static Tensor input(Network network, String name, long seed) {
    return Objects.requireNonNull(SeededInputs.make(network, 4, seed).get(name));
  }

  @Test
  void namesAreUniqueAndAnUnknownOneIsRefusedWithTheList() {
    assertEquals(
        SampleModels.all().size(),
        SampleModels.all().stream().map(Sample::name).distinct().count());
    var refusal = assertThrows(ProblemException.class, () -> SampleModels.network("vgg99"));
    assertTrue(
        String.valueOf(refusal.getMessage()).contains("vgg99. The samples are mlp, "),
        refusal.getMessage());
  }

  @Test
  void madeUpIndicesStayInsideWhatTheyIndex() {
    var words = input(SampleModels.network("transformer"), "words", 3);
    long largest = 0;
    for (long i = 0; i < words.elementCount(); i++) {
      assertTrue(words.longAt(i) >= 0 && words.longAt(i) < 8192);
      largest = Math.max(largest, words.longAt(i));
    }
    assertTrue(largest > 4096, "only up to " + largest);
    assertArrayEquals(new long[] {4, 64}, words.shape().sizes());
  }
}
