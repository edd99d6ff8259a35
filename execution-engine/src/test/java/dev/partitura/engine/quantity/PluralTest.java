package dev.partitura.engine.quantity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class PluralTest {
  private static final String TEXT = "There {0|is|are} {0} {0|copy|copies} in {1}";

  @Test
  void oneThingIsToldInTheSingular() {
    assertEquals("There is {0} copy in {1}", Plural.chosen(TEXT, List.of(1)));
    assertEquals("There is {0} copy in {1}", Plural.chosen(TEXT, List.of(1L)));
    assertEquals("There are {0} copies in {1}", Plural.chosen(TEXT, List.of(0)));
    assertEquals("There are {0} copies in {1}", Plural.chosen(TEXT, List.of(11)));
  }

  @Test
  void aListOfOneIsOneThing() {
    assertEquals("input", Plural.chosen("{1|input|inputs}", List.of(2, List.of("x"))));
    assertEquals("inputs", Plural.chosen("{1|input|inputs}", List.of(1, List.of("x", "y"))));
  }

  @Test
  void aWordMayBeEmptyAndIsNoPattern() {
    assertEquals("$1\\", Plural.chosen("{0|$1\\|}", List.of(1)));
    assertEquals("", Plural.chosen("{0|$1\\|}", List.of(2)));
  }

  @Test
  void aWordDependsOnWhatIsThere() {
    assertThrows(IndexOutOfBoundsException.class, () -> Plural.chosen(TEXT, List.of()));
  }
}
