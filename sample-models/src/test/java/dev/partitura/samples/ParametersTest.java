package dev.partitura.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.partitura.engine.operator.Parameters;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParametersTest {
  @Test
  void allOpsTogetherHaveThoseOfTheNetwork() {
    var network = SampleModels.network("resnet50");
    assertEquals(25_557_032, Parameters.count(network));
    assertEquals(25_557_032, Parameters.count(network, network.ops()));
  }

  @Test
  void runningStatisticsAreNoParameters() {
    var network = SampleModels.network("resnet50");
    var norm =
        network.ops().stream()
            .filter(op -> op.type().equals("BatchNormalization"))
            .findFirst()
            .orElseThrow();
    assertEquals(2 * 64, Parameters.count(network, List.of(norm)));
    assertEquals(2 * 64, Parameters.count(network, List.of(norm, norm)));
  }
}
