package dev.partitura.engine.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class StatedAttributesTest {
  private static Operator operator(String type) {
    return Objects.requireNonNull(Operators.find("", type));
  }

  @Test
  void anAttributeIsAsGivenElseAsTheSignatureStates() {
    var signature = operator("LeakyRelu").signature();
    var given = Attributes.NONE.with("alpha", new Attribute.FloatValue(0.5f));
    assertEquals(0.01f, signature.floatOf(Attributes.NONE, "alpha"));
    assertEquals(0.5f, signature.floatOf(given, "alpha"));
    assertEquals(1, operator("Conv").signature().intOf(Attributes.NONE, "group"));
    assertThrows(IllegalArgumentException.class, () -> signature.floatOf(Attributes.NONE, "beta"));
  }

  @Test
  void aNormalizationThatTrainsScalesNoChannels() {
    var normalization = operator("BatchNormalization");
    var trains = Attributes.NONE.with("training_mode", new Attribute.IntValue(1));
    var perElement = Attributes.NONE.with("spatial", new Attribute.IntValue(0));
    assertTrue(normalization.has(Trait.SCALES_CHANNELS, Attributes.NONE));
    assertFalse(normalization.has(Trait.SCALES_CHANNELS, trains));
    assertFalse(normalization.has(Trait.SCALES_CHANNELS, perElement));
  }

  @Test
  void aSizeOfZeroKeepsAnAxisUnlessItIsAllowed() {
    var allowed = Attributes.NONE.with("allowzero", new Attribute.IntValue(1));
    assertTrue(operator("Reshape").zeroKeeps(Attributes.NONE));
    assertFalse(operator("Reshape").zeroKeeps(allowed));
  }
}
