package dev.partitura.samples.families;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.operator.Parameters;
import dev.partitura.engine.problem.ProblemException;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/// The catalogue of families: one line each.
public final class Families {
  /// Parameters up to which weights are made, so that a network can run.
  public static final long MOST_SEEDED = 200_000_000;

  /// Parameters that a network may have.
  private static final long MOST_PARAMETERS = 1_000_000_000_000_000L;

  private static final List<Family> ALL =
      List.of(
          Gpt.FAMILY,
          Bert.FAMILY,
          Llama.FAMILY,
          MixtureOfExperts.FAMILY,
          VisionTransformer.FAMILY,
          Residual.FAMILY,
          Perceptron.FAMILY);

  private Families() {}

  public static List<Family> all() {
    return ALL;
  }

  public static List<String> names() {
    return ALL.stream().map(Family::name).toList();
  }

  /// The network that words such as `gpt:hidden=6144,layers=48` describe; empty where they do not
  /// begin with a family. Below [#MOST_SEEDED] parameters its weights are made from a seed; above,
  /// only their shapes are known.
  ///
  /// @throws ProblemException when they begin with one and are wrong
  public static Optional<Network> network(String text) {
    return find(text).map(family -> network(family, values(family, text)));
  }

  /// The family that words begin with.
  public static Optional<Family> find(String text) {
    int colon = text.indexOf(':');
    var name = colon < 0 ? text : text.substring(0, colon);
    return ALL.stream().filter(family -> family.name().equals(name)).findFirst();
  }

  /// Those that write text one word at a time.
  static List<String> generating() {
    return ALL.stream().filter(Family::generates).map(Family::name).toList();
  }

  static Network network(Family family, FamilyValues values) {
    var text = values.text();
    var network = family.maker().network(values, WeightMaker.SHAPES);
    long parameters = Parameters.count(network);
    if (parameters > MOST_PARAMETERS) {
      throw ProblemException.of("family.parameters", text, text, parameters, MOST_PARAMETERS);
    }
    return parameters < MOST_SEEDED ? family.maker().network(values, WeightMaker.SEEDED) : network;
  }

  static FamilyValues values(Family family, String text) {
    int colon = text.indexOf(':');
    var words = colon < 0 ? "" : text.substring(colon + 1);
    var numbers = new HashMap<String, Long>();
    List<Integer> widths = List.of();
    for (var each : words.isBlank() ? new String[0] : words.split(",", -1)) {
      int equals = each.indexOf('=');
      boolean bare = equals < 0 && !family.bare().isEmpty() && each.strip().matches("[0-9-]+");
      var name = bare ? family.bare() : (equals < 0 ? each : each.substring(0, equals)).strip();
      var written = each.substring(equals + 1).strip();
      var word =
          family
              .word(name)
              .orElseThrow(() ->
                  ProblemException.of(
                      "family.word",
                      text,
                      text,
                      name,
                      family.words().stream().map(FamilyWord::name).toList()));
      if (equals < 0 && !bare) {
        throw ProblemException.of("family.word.number", text, text, name);
      }
      long number = 0;
      if (name.equals(Perceptron.WIDTHS)) {
        widths = FamilyValues.widths(text, word, written);
      } else {
        number = FamilyValues.number(text, word, written);
      }
      if (numbers.put(name, number) != null) {
        throw ProblemException.of("family.word.twice", text, text, name);
      }
    }
    family.words().forEach(word -> numbers.putIfAbsent(word.name(), word.usual()));
    return new FamilyValues(text, numbers, widths, Positions.ALL);
  }
}
