package dev.partitura.editor.inspector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttributeTextTest {

  @Test
  void whatIsWrittenIsReadBack() {
    var examples =
        List.of(
            new Attribute.IntValue(-3),
            new Attribute.FloatValue(0.25f),
            new Attribute.StringValue("SAME_UPPER"),
            new Attribute.Ints(List.of(3L, 3L)),
            new Attribute.Floats(List.of(1f, 2.5f)),
            new Attribute.Ints(List.of()));
    var kinds = List.of(Kind.INT, Kind.FLOAT, Kind.STRING, Kind.INTS, Kind.FLOATS, Kind.INTS);
    for (int i = 0; i < examples.size(); i++) {
      assertEquals(
          examples.get(i), AttributeText.read(kinds.get(i), AttributeText.write(examples.get(i))));
    }
  }

  @Test
  void listsMayBeSeparatedAsPeopleDo() {
    var expected = new Attribute.Ints(List.of(3L, 5L));
    for (var text : List.of("3 5", "3, 5", "3×5", "[3,5]", "3x5")) {
      assertEquals(expected, AttributeText.read(Kind.INTS, text));
    }
  }

  @Test
  void nonsenseIsNoAttribute() {
    assertNull(AttributeText.read(Kind.INT, "three"));
    assertNull(AttributeText.read(Kind.FLOAT, "NaN"));
    assertNull(AttributeText.read(Kind.INTS, "1 two"));
    assertNull(AttributeText.readShape("1×-3"));
    assertNull(AttributeText.readConstant("1 2", true));
  }

  @Test
  void aShapeMayNameItsAxes() {
    assertEquals(Shape.of(1, 3, 8).withSymbol(0, "batch"), AttributeText.readShape("batch×3×8"));
    assertEquals(Shape.of(-1, 4), AttributeText.readShape("? 4"));
  }
}
