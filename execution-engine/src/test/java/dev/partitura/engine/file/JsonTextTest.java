package dev.partitura.engine.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.partitura.engine.problem.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
  private static final String NAMES = "输出 é 🙂 \" \\ / \u0000 \u001b \n \u007f \u0085 \u2028";

  @TempDir private Path folder;

  @Test
  void everyWriterEscapesControlsAloneAndReadsBackEqual() throws IOException {
    var root = JsonText.object().put("name", NAMES);
    var bytes = new ByteArrayOutputStream();
    try (var json = JsonText.generator(bytes)) {
      json.writeStartObject();
      json.writeStringField("name", NAMES);
      json.writeEndObject();
    }
    for (var text :
        new String[] {
          JsonText.write(root), JsonText.line(root), bytes.toString(StandardCharsets.UTF_8)
        }) {
      assertTrue(text.contains("输出 é 🙂 \\\" \\\\ / "), text);
      assertTrue(text.strip().chars().noneMatch(c -> c != '\n' && Character.isISOControl(c)), text);
      assertEquals(NAMES, new ObjectMapper().readTree(text).get("name").asText());
    }
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheText() throws IOException {
    assertEquals(7, JsonText.readObject("\ufeff{\"a\": 7}", "x").get("a").asInt());
    var file = folder.resolve("plan.json");
    Files.writeString(file, "\ufeff{}");
    assertEquals("{}", TextFile.read(file, "Plan"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[",
        "{\"a\": nul}",
        "{\"a\": 1, \"a\": 2}",
        "{\"a\": 1} 2",
        "{\"a\": \"\u0001\"}",
        "{a: 1}",
        "{\"a\": NaN}",
        "{\"a\": // one\n1}",
        "{\"a\": +1}",
        "{\"a\": 01}",
        "{\"a\": \"\\q\"}",
        "{\"a\": 1,}",
        "NESTED",
        "LONG NUMBER",
        "LONG NAME"
      })
  void aMistakeIsToldInPlainWords(String text) {
    var json =
        switch (text) {
          case "NESTED" -> "{\"a\":".repeat(2_000);
          case "LONG NUMBER" -> "{\"a\": " + "9".repeat(2_000) + "}";
          case "LONG NAME" -> "{\"" + "a".repeat(60_000) + "\": 1}";
          default -> text;
        };
    var refused = assertThrows(ProblemException.class, () -> JsonText.readObject(json, "Plan p"));
    var sentence = refused.problems().getFirst().sentence();
    assertTrue(sentence.startsWith("Plan p "), sentence);
    assertTrue(sentence.length() < 400, sentence);
    assertFalse(
        sentence.matches(
            "(?s).*(Stream|Constraint|Exception|Jackson|fasterxml|`|Source:|Feature|ALLOW|code ).*"),
        sentence);
  }

  @Test
  void bytesThatAreNoTextAreNamedSo() throws IOException {
    var file = folder.resolve("plan.json");
    Files.write(file, new byte[] {'{', (byte) 0xff, '}'});
    var refused = assertThrows(ProblemException.class, () -> TextFile.read(file, "Plan p"));
    assertEquals("Plan p is not a text file in UTF-8.", refused.problems().getFirst().message());
  }
}
