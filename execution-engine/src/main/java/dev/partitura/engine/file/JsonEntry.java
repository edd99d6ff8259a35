package dev.partitura.engine.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// One object of a document, read strictly: each mistake is refused with the place where it stands.
public record JsonEntry(ObjectNode node, Phrase place) {
  public boolean has(String word) {
    return node.has(word);
  }

  public String text() {
    return node.toString();
  }

  public void allow(Set<String> words) {
    node.fieldNames()
        .forEachRemaining(word -> {
          if (!words.contains(word)) {
            throw refuse("json.word.unknown", word, words.stream().sorted().toList());
          }
        });
  }

  private JsonNode value(String word) {
    var value = node.get(word);
    if (value == null) {
      throw refuse("json.word.missing", word);
    }
    return value;
  }

  public JsonEntry object(String word) {
    if (value(word) instanceof ObjectNode object) {
      return new JsonEntry(object, within(word));
    }
    throw wrong(word, Phrase.of("words.json.object"));
  }

  public List<JsonEntry> objects(String word) {
    var entries = new ArrayList<JsonEntry>();
    for (var entry : list(word)) {
      if (!(entry instanceof ObjectNode object)) {
        throw wrong(word, Phrase.of("words.json.objects"));
      }
      entries.add(new JsonEntry(object, within(word + "[" + entries.size() + "]")));
    }
    return entries;
  }

  public JsonNode list(String word) {
    var value = value(word);
    if (!value.isArray()) {
      throw wrong(word, Phrase.of("words.json.list"));
    }
    return value;
  }

  public String string(String word) {
    var value = value(word);
    if (!value.isTextual()) {
      throw wrong(word, Phrase.of("words.json.text"));
    }
    return value.asText();
  }

  public int integer(String word) {
    long value = whole(word);
    if (value != (int) value) {
      throw wrong(word, Phrase.of("words.json.smaller"));
    }
    return (int) value;
  }

  public long whole(String word) {
    var value = value(word);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw wrong(word, Phrase.of("words.json.whole"));
    }
    return value.longValue();
  }

  public boolean flag(String word) {
    var value = value(word);
    if (!value.isBoolean()) {
      throw wrong(word, Phrase.of("words.json.flag"));
    }
    return value.booleanValue();
  }

  public double number(String word) {
    return finite(value(word), word);
  }

  public double finite(JsonNode value, String word) {
    if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
      throw wrong(word, Phrase.of("words.json.number"));
    }
    return value.doubleValue();
  }

  private Phrase within(String word) {
    return Phrase.of("words.within", place, word);
  }

  public ProblemException wrong(String word, Phrase wanted) {
    return refuse("json.word.wrong", word, wanted);
  }

  /// A refusal, whose sentence is told the place and `arguments`.
  public ProblemException refuse(String code, Object... arguments) {
    return ProblemException.of(
        code, place.toString(), Stream.concat(Stream.of(place), Stream.of(arguments)).toArray());
  }
}
