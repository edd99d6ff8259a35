package dev.partitura.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OutputFilesTest {
  @Test
  void aNameIsItsFile() {
    assertEquals(
        List.of("logits.pb", "a_b_0.pb", "output_1.pb", "output_2.pb"),
        OutputFiles.names(List.of("logits", "a/b:0", "output_1", "output_2")));
  }

  @Test
  void namesThatFoldAlikeGoByPosition() {
    assertEquals(
        List.of("output_0.pb", "y.pb", "output_2.pb"), OutputFiles.names(List.of("输出", "y", "概率")));
    assertEquals(List.of("output_0.pb", "output_1.pb"), OutputFiles.names(List.of("Y", "y")));
    assertEquals(List.of("output_0.pb", "output_1.pb"), OutputFiles.names(List.of("a/b", "a_b")));
  }

  @Test
  void aNameGivesWayToAPositionThatIsTaken() {
    assertEquals(
        List.of("output_0.pb", "output_1.pb", "output_2.pb"),
        OutputFiles.names(List.of("output_2", "a b", "a_b")));
  }

  @Test
  void namesThatWouldBeHiddenGoByPosition() {
    assertEquals(
        List.of("output_0.pb", "output_1.pb", "output_2.pb", "a.b.pb"),
        OutputFiles.names(List.of(".", "..", ".x", "a.b")));
  }

  @Test
  void aNameTooLongForAFileGoesByPosition() {
    assertEquals(
        List.of("x".repeat(252) + ".pb", "output_1.pb"),
        OutputFiles.names(List.of("x".repeat(252), "x".repeat(253))));
  }

  @Test
  void everyOutputHasAFileOfItsOwn() {
    var parts = List.of("输", "a", "A", "_", "/", "output_", "0", "1", "2", "10", ".", "-");
    var random = new Random(1);
    for (int trial = 0; trial < 2_000; trial++) {
      var names = new HashSet<String>();
      for (int i = 0; i < 12; i++) {
        var name = new StringBuilder();
        for (int part = random.nextInt(3); part >= 0; part--) {
          name.append(parts.get(random.nextInt(parts.size())));
        }
        names.add(name.toString());
      }
      var files = OutputFiles.names(new ArrayList<>(names));
      var distinct = new HashSet<String>();
      files.forEach(file -> distinct.add(file.toLowerCase(Locale.ROOT)));
      assertEquals(names.size(), distinct.size(), () -> names + " -> " + files);
      assertTrue(files.stream().allMatch(file -> file.matches("[A-Za-z0-9._-]{1,255}")));
    }
  }
}
