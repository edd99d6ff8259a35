package dev.partitura.samples.families;

import dev.partitura.engine.network.Network;
import java.util.List;
import java.util.Optional;

/// Networks that differ by a few numbers.
///
/// @param name what stands before the colon
/// @param description one sentence on what they are
/// @param example such as a person would write
/// @param words in the order in which help names them
/// @param bare the word that may be written as its number alone; empty for none
/// @param generates whether it writes text one word at a time
/// @param maker makes a network whose weights come from there
public record Family(
    String name,
    String description,
    String example,
    List<FamilyWord> words,
    String bare,
    boolean generates,
    Maker maker) {
  public Family {
    words = List.copyOf(words);
  }

  /// Makes networks. Pure; cost O(ops).
  @FunctionalInterface
  interface Maker {
    Network network(FamilyValues values, WeightMaker weights);
  }

  Optional<FamilyWord> word(String wanted) {
    return words.stream().filter(word -> word.name().equals(wanted)).findFirst();
  }
}
