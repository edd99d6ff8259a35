package dev.partitura.ui.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.partitura.engine.tensor.Tensor;
import dev.partitura.ui.session.Equality;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutputComparisonTest {
  @Test
  void outputsAreToldApart() {
    var expected = outputs(1f, 100f, Float.NaN);
    assertEquals(Equality.IDENTICAL, OutputComparison.of(outputs(1f, 100f, Float.NaN), expected));
    assertEquals(Equality.CLOSE, OutputComparison.of(outputs(1f, 100.005f, Float.NaN), expected));
    assertEquals(
        Equality.DIFFERENT, OutputComparison.of(outputs(1f, 100.05f, Float.NaN), expected));
    assertEquals(Equality.DIFFERENT, OutputComparison.of(outputs(1f, 100f, 0f), expected));
    assertEquals(Equality.DIFFERENT, OutputComparison.of(Map.of(), expected));
    assertEquals(Equality.DIFFERENT, OutputComparison.of(outputs(1f, 100f), expected));
  }

  private static Map<String, Tensor> outputs(float... values) {
    return Map.of("y", Tensor.ofFloats(values, values.length));
  }
}
