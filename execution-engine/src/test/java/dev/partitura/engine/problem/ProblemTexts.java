package dev.partitura.engine.problem;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The resources of the sentences, read as files.
final class ProblemTexts {
  /// A place for an argument: its number, and how it is written.
  static final Pattern PLACE = Pattern.compile("\\{(\\d+)(?::([a-z]+))?}");

  private static final Path FOLDER = Path.of("src/main/resources/dev/partitura/engine/problem");

  private ProblemTexts() {}

  static TreeMap<String, String> english() {
    return resolved(read("problems.properties"));
  }

  static TreeMap<String, String> chinese() {
    return resolved(read("problems_zh.properties"));
  }

  private static TreeMap<String, String> resolved(TreeMap<String, String> texts) {
    texts.replaceAll((key, text) -> {
      if (!text.startsWith("@")) {
        return text;
      }
      var shared = texts.get(text.substring(1));
      if (!isShared(text.substring(1)) || shared == null || shared.startsWith("@")) {
        throw new IllegalStateException(key + " shares " + text + ", which is no hint");
      }
      return shared;
    });
    return texts;
  }

  /// The hints that sentences share in the English file.
  static Set<String> shared() {
    var shared = new LinkedHashSet<String>();
    read("problems.properties").values().stream()
        .filter(text -> text.startsWith("@"))
        .forEach(text -> shared.add(text.substring(1)));
    return shared;
  }

  /// Hints belong to the sentence before the dot, and words stand inside sentences.
  static boolean isCode(String key) {
    return !key.endsWith(".hint")
        && !key.startsWith("words.")
        && !key.startsWith("note.")
        && !isShared(key);
  }

  /// Under these stand hints that several sentences share, which name them as `@KEY`.
  static boolean isShared(String key) {
    return key.startsWith("hint.");
  }

  static Set<String> places(String text) {
    var places = new LinkedHashSet<String>();
    PLACE.matcher(text).results().forEach(place -> places.add(place.group()));
    return places;
  }

  /// How many arguments a sentence and its hint take.
  static int arguments(TreeMap<String, String> texts, String key) {
    return PLACE
        .matcher(texts.getOrDefault(key, "") + texts.getOrDefault(key + ".hint", ""))
        .results()
        .mapToInt(place -> Integer.parseInt(place.group(1)) + 1)
        .max()
        .orElse(0);
  }

  private static TreeMap<String, String> read(String name) {
    try {
      var texts = new TreeMap<String, String>();
      var properties =
          new Properties() {
            private static final long serialVersionUID = 1L;

            @Override
            public synchronized Object put(Object key, Object text) {
              if (texts.put((String) key, (String) text) != null) {
                throw new IllegalStateException(key + " stands twice in " + name);
              }
              return super.put(key, text);
            }
          };
      properties.load(new StringReader(Files.readString(FOLDER.resolve(name))));
      return texts;
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }
}
