package dev.partitura.engine.project;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.partitura.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// One object of a project document, read strictly: each mistake is refused with the place where it
/// stands.
record JsonEntry(ObjectNode node, String place) {
  boolean has(String word) {
    return node.has(word);
  }

  String text() {
    return node.toString();
  }

  void allow(Set<String> words) {
    node.fieldNames()
        .forEachRemaining(word -> {
          if (!words.contains(word)) {
            throw refuse(
                "there is no such word as \"" + word + "\"",
                "Use " + String.join(", ", words.stream().sorted().toList()) + ".");
          }
        });
  }

  private JsonNode value(String word) {
    var value = node.get(word);
    if (value == null) {
      throw refuse("\"" + word + "\" is missing", "Add it, or open the recovery file.");
    }
    return value;
  }

  JsonEntry object(String word) {
    if (value(word) instanceof ObjectNode object) {
      return new JsonEntry(object, place + ", " + word);
    }
    throw wrong(word, "an object { … }");
  }

  List<JsonEntry> objects(String word) {
    var entries = new ArrayList<JsonEntry>();
    for (var entry : list(word)) {
      if (!(entry instanceof ObjectNode object)) {
        throw wrong(word, "a list of objects");
      }
      entries.add(new JsonEntry(object, place + ", " + word + "[" + entries.size() + "]"));
    }
    return entries;
  }

  JsonNode list(String word) {
    var value = value(word);
    if (!value.isArray()) {
      throw wrong(word, "a list [ … ]");
    }
    return value;
  }

  String string(String word) {
    var value = value(word);
    if (!value.isTextual()) {
      throw wrong(word, "a text");
    }
    return value.asText();
  }

  int integer(String word) {
    long value = whole(word);
    if (value != (int) value) {
      throw wrong(word, "a smaller number");
    }
    return (int) value;
  }

  long whole(String word) {
    var value = value(word);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw wrong(word, "a whole number");
    }
    return value.longValue();
  }

  double number(String word) {
    return finite(value(word), word);
  }

  double finite(JsonNode value, String word) {
    if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
      throw wrong(word, "a number");
    }
    return value.doubleValue();
  }

  ProblemException wrong(String word, String wanted) {
    return refuse("\"" + word + "\" must be " + wanted, "Mend it, or open the recovery file.");
  }

  ProblemException refuse(String reason, String hint) {
    return new ProblemException("project.json", place, place + ": " + reason + ".", hint);
  }
}
