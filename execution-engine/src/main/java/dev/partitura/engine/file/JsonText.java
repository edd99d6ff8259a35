package dev.partitura.engine.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.ProblemException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// JSON documents that people may edit: written with one entry a line, read strictly, a mistake
/// named by line and column. What is written holds characters as UTF-8 has them, control characters
/// escaped and lone surrogates replaced: Perfetto among others reads no escaped surrogates.
public final class JsonText {
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  static {
    JSON.getFactory().setCharacterEscapes(new JsonEscapes());
  }

  /// What the parser adds about itself.
  private static final Pattern ASIDE =
      Pattern.compile("(?s) \\((?:for|start marker at) .*|, from `[^`]*`");

  /// By what we call it what the parser says.
  private static final Map<String, Pattern> FOUND =
      new TreeMap<>(
          Map.of(
              "words.json.early", Pattern.compile("Unexpected end-of-input"),
              "words.json.twice", Pattern.compile("Duplicate field '(.*)'"),
              "words.json.control", Pattern.compile("Illegal unquoted character"),
              "words.json.escape", Pattern.compile("Unrecognized character escape"),
              "words.json.digits", Pattern.compile("Invalid numeric value"),
              "words.json.unexpected",
                  Pattern.compile("(?s)Unexpected character \\('(.*?)' \\(code"),
              "words.json.token", Pattern.compile("(?:Non-standard|Unrecognized) token '(.*?)'")));

  private JsonText() {}

  /// An empty object to fill and [#write].
  public static ObjectNode object() {
    return JSON.createObjectNode();
  }

  public static String write(JsonNode root) {
    var printer = new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
    try {
      return JSON.writer(printer).writeValueAsString(root) + "\n";
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// The document in a single line.
  public static String line(JsonNode root) {
    try {
      return JSON.writeValueAsString(root);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// Writes JSON piece by piece; closing it leaves the stream open.
  public static JsonGenerator generator(OutputStream out) throws IOException {
    // Through a writer: on bytes, the generator would escape what lies beyond the basic plane.
    return JSON.getFactory()
        .createGenerator(new OutputStreamWriter(out, StandardCharsets.UTF_8))
        .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
  }

  /// @param source what a sentence calls the document: its file name or a [Phrase]
  /// @throws ProblemException when the text is not one JSON object; says where
  public static ObjectNode readObject(String text, Object source) {
    try {
      if (JSON.readTree(TextFile.withoutMark(text)) instanceof ObjectNode root) {
        return root;
      }
    } catch (MismatchedInputException trailing) {
      throw refuse(trailing, Phrase.of("words.json.trailing"), source);
    } catch (JsonProcessingException broken) {
      throw refuse(broken, reason(broken), source);
    }
    throw ProblemException.of("json.object", source.toString(), source);
  }

  private static ProblemException refuse(
      JsonProcessingException broken, Phrase reason, Object source) {
    var at = broken.getLocation();
    return at == null
        ? ProblemException.of("json.broken", source.toString(), source, reason)
        : ProblemException.of(
            "json.broken.at", source.toString(), source, at.getLineNr(), at.getColumnNr(), reason);
  }

  /// What the parser found, in our words; where it says something else, without what it adds about
  /// itself.
  private static Phrase reason(JsonProcessingException broken) {
    var message = broken.getOriginalMessage();
    for (var found : FOUND.entrySet()) {
      var what = found.getValue().matcher(message);
      if (what.lookingAt()) {
        return what.groupCount() == 0
            ? Phrase.of(found.getKey())
            : Phrase.of(found.getKey(), what.group(1));
      }
    }
    var said = ASIDE.matcher(message).replaceAll("").lines().findFirst();
    return said.isEmpty()
        ? Phrase.of("words.json.early")
        : Phrase.of("words.foreign", said.get().replaceFirst("\\.$", ""));
  }
}
